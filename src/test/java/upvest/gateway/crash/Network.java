package upvest.gateway.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upvest.gateway.testing.CuttableLine;

/**
 * A network with two machines in it, each a network namespace of this one that sees nothing but a cable to here and, at the
 * end of it, broker and ledger. A cable can be cut, the lines over it can be slow. Linux, as root.
 */
final class Network implements AutoCloseable {
    private static final int MACHINES = 2;
    private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final List<List<CuttableLine>> lines = List.of(new ArrayList<>(), new ArrayList<>());
    private final String name = "upvest" + ProcessHandle.current().pid();

    Network() throws IOException, InterruptedException {
        try {
            for (int machine = 0; machine < MACHINES; machine++) {
                ip("netns add " + namespace(machine));
                ip("link add " + cable(machine) + " type veth peer name eth0 netns " + namespace(machine));
                ip("addr add " + here(machine) + "/24 dev " + cable(machine));
                ip("link set " + cable(machine) + " up");
                ip("-n " + namespace(machine) + " addr add " + there(machine) + "/24 dev eth0");
                ip("-n " + namespace(machine) + " link set eth0 up");
                ip("-n " + namespace(machine) + " link set lo up");
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private String namespace(int machine) {
        return name + "-" + machine;
    }

    private String cable(int machine) {
        return "uv" + ProcessHandle.current().pid() + machine; // at most 15 characters
    }

    private static String here(int machine) {
        return "10.77." + machine + ".1";
    }

    private static String there(int machine) {
        return "10.77." + machine + ".2";
    }

    /** The command that lets the one behind it run on a machine. */
    List<String> on(int machine) {
        return List.of("ip", "netns", "exec", namespace(machine));
    }

    /** The settings of a gateway on a machine: what they name on this one is reached over the cable. */
    Map<String, String> settings(int machine, Map<String, String> settings) throws IOException {
        Map<String, String> seen = new TreeMap<>(settings);
        for (String address : List.of("upvest.broker.url", "upvest.ledger.url")) {
            Matcher port = LOCAL.matcher(settings.get(address));
            port.find();
            CuttableLine line = new CuttableLine(InetAddress.getByName(here(machine)), Integer.parseInt(port.group(1)));
            lines.get(machine).add(line);
            seen.put(address, port.replaceFirst(here(machine) + ":" + line.port()));
        }
        seen.put("server.address", there(machine));
        return seen;
    }

    /** Nothing gets through any more, and nobody is told. */
    void cut(int machine) throws IOException, InterruptedException {
        ip("link set " + cable(machine) + " down");
    }

    void mend(int machine) throws IOException, InterruptedException {
        ip("link set " + cable(machine) + " up");
    }

    /** @param each how long every piece takes between a machine and broker and ledger */
    void slow(int machine, Duration each) {
        lines.get(machine).forEach(line -> line.slow(each));
    }

    private static void ip(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("ip " + words + ": " + said);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (int machine = 0; machine < MACHINES; machine++) {
            for (CuttableLine line : lines.get(machine)) {
                line.close();
            }
            for (String words : List.of("link del " + cable(machine), "netns del " + namespace(machine))) {
                try {
                    ip(words);
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage()); // it was not made
                }
            }
        }
    }
}
