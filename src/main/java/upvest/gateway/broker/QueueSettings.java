package upvest.gateway.broker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import upvest.gateway.WrongSetting;

/**
 * What holds for the gateway's queues and who may do what with them, as {@code config/broker.properties} says: the same
 * file for the embedded broker and any other.
 *
 * @param addresses settings by match, such as {@code upvest.inbox.#}
 * @param roles who may do what, by match; the nearest match counts alone
 * @see <a href="https://activemq.apache.org/components/artemis/documentation/latest/configuration-index.html#broker-properties">
 *     Broker properties of Artemis</a>
 */
public record QueueSettings(Map<String, AddressSettings> addresses, Map<String, Set<Role>> roles) {
    private static final String FILE = "broker.properties";

    /** What only a standalone broker is told: the embedded one has its own acceptors and makes {@code upvest.channels}. */
    private static final List<String> ELSEWHERE = List.of("acceptorConfigurations.", "addressConfigurations.");

    /**
     * Reads the file.
     *
     * @param home the folder that holds {@code config/}
     * @throws WrongSetting when it is missing, or a line of it makes no sense to the broker
     */
    public static QueueSettings read(Path home) throws IOException {
        Path file = home.resolve("config").resolve(FILE);
        if (!Files.isReadable(file)) {
            throw new WrongSetting("config/" + FILE + " cannot be read: it comes with the gateway, beside"
                    + " config/application.yaml");
        }
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        }
        lines.keySet().removeIf(line -> ELSEWHERE.stream().anyMatch(line.toString()::startsWith));
        ConfigurationImpl told = new ConfigurationImpl();
        try {
            told.parsePrefixedProperties(told, FILE, lines, null);
        } catch (Exception e) {
            throw new WrongSetting("config/" + FILE + ": " + e.getMessage(), e);
        }
        JsonNode errors = ManagementRequests.read(told.getStatus())
                .path("properties")
                .path(FILE)
                .path("errors");
        if (!errors.isEmpty()) {
            throw new WrongSetting("config/" + FILE + ": the broker does not know "
                    + errors.path(0).path("value").asText());
        }
        return new QueueSettings(told.getAddressSettings(), told.getSecurityRoles());
    }

    /** What holds for one queue, all matches together. */
    public AddressSettings of(String queue) {
        return match(addresses, queue);
    }

    /** Lets a role consume from a queue and browse it, and nothing else. */
    QueueSettings readable(String queue, String role) {
        Map<String, Set<Role>> more = new HashMap<>(roles);
        Set<Role> those = new HashSet<>(match(roles, queue));
        those.add(new Role(role, false, true, false, false, false, false, false, true, false, false, false, false));
        more.put(queue, those);
        return new QueueSettings(addresses, more);
    }

    private static <T> T match(Map<String, T> all, String queue) {
        HierarchicalRepository<T> matches = new HierarchicalObjectRepository<>();
        all.forEach(matches::addMatch);
        return matches.getMatch(queue);
    }

    /** Tells a broker. */
    public void tell(Configuration configuration) {
        addresses.forEach(configuration::addAddressSetting);
        roles.forEach(configuration::putSecurityRoles);
    }
}
