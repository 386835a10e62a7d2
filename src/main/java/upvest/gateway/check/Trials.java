package upvest.gateway.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.env.ConfigurableEnvironment;

/** The trials of one check. Those with the same settings are one: a start takes longer than all that follows. */
final class Trials implements AutoCloseable {
    private static final String CONTRACT = "upvest.contract";

    private final Path home;
    private final List<String> arguments;
    private final String contract;
    private final ConfigurableEnvironment settings;
    private final Map<Map<String, String>, Trial> running = new LinkedHashMap<>();

    /**
     * @param contract the one in force with these arguments
     * @param settings as read with them
     */
    Trials(Path home, List<String> arguments, String contract, ConfigurableEnvironment settings) {
        this.settings = settings;
        this.home = home;
        this.arguments = arguments;
        this.contract = contract;
    }

    /** The one under a contract. */
    Trial under(String name) throws Exception {
        return with(Map.of(CONTRACT, name));
    }

    /**
     * The one with these settings instead of those of the folder.
     *
     * @throws Exception what keeps the routes from starting
     */
    Trial with(Map<String, String> others) throws Exception {
        Map<String, String> own = new TreeMap<>(others);
        own.remove(CONTRACT, contract);
        Trial trial = running.get(own);
        if (trial == null) {
            List<String> all = new ArrayList<>(arguments);
            own.forEach((name, value) -> {
                all.removeIf(argument -> argument.startsWith("--" + name + "="));
                all.add("--" + name + "=" + value);
            });
            trial = own.isEmpty() ? Trial.of(home, settings) : Trial.of(home, all);
            running.put(own, trial);
        }
        return trial;
    }

    /** Those that were started. */
    Collection<Trial> all() {
        return running.values();
    }

    @Override
    public void close() {
        running.values().forEach(Trial::close);
    }
}
