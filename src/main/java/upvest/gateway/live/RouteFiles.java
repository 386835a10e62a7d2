package upvest.gateway.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import upvest.gateway.FilesBelow;

/**
 * The files that say where events go, as they were at one moment.
 *
 * @param texts content by path, such as {@code routes/domains/orders.camel.yaml}
 */
public record RouteFiles(SortedMap<String, String> texts) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> BESIDE = List.of("config", "schemas");
    private static final String ROUTES = "routes";
    private static final String KAMELETS = "kamelets";
    private static final String ROUTE_FILE = ".camel.yaml";
    private static final String KAMELET_FILE = ".kamelet.yaml";

    public RouteFiles {
        texts = Collections.unmodifiableSortedMap(texts);
    }

    /** Reads those below a folder, such as the gateway's own. */
    public static RouteFiles read(Path home) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        read(home, ROUTES, ROUTE_FILE, texts);
        read(home, KAMELETS, KAMELET_FILE, texts);
        return new RouteFiles(texts);
    }

    private static void read(Path home, String folder, String suffix, SortedMap<String, String> texts)
            throws IOException {
        for (Path file : FilesBelow.of(home.resolve(folder), ".*" + Pattern.quote(suffix))) {
            texts.put(home.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        }
    }

    /** Does something in a folder that holds these files, for as long as it takes, and else what another folder holds. */
    <T> T at(Path home, Function<Path, T> work) throws IOException {
        Path folder = Files.createTempDirectory("upvest-routes-");
        try {
            for (String beside : BESIDE) {
                FileSystemUtils.copyRecursively(home.resolve(beside), folder.resolve(beside));
            }
            for (var file : texts.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.writeString(target, file.getValue());
            }
            return work.apply(folder);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** Paths of the files that differ from the other ones, in either direction. */
    SortedSet<String> changed(RouteFiles other) {
        TreeSet<String> paths = new TreeSet<>(texts.keySet());
        paths.addAll(other.texts.keySet());
        paths.removeIf(path -> Objects.equals(texts.get(path), other.texts.get(path)));
        return paths;
    }

    /** Whether a file belongs to the trunk: changes to it take a restart. */
    static boolean trunk(String path) {
        return path.matches("routes/[0-9]{2}-[^/]+|kamelets/set-aside-sink[.].*");
    }

    /** The kamelet that a file holds; null when it holds routes. */
    static @Nullable String kamelet(String path) {
        return path.startsWith(KAMELETS + "/")
                ? path.substring(path.lastIndexOf('/') + 1, path.length() - KAMELET_FILE.length())
                : null;
    }

    /** Ids of the routes ({@code route}) or route configurations ({@code routeConfiguration}) in a file, in its order. */
    List<String> ids(String path, String kind) throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode definition : YAML.readTree(texts.getOrDefault(path, "[]"))) {
            JsonNode id = definition.path(kind).path("id");
            if (id.isTextual()) {
                ids.add(id.asText());
            }
        }
        return ids;
    }

    /** SHA-256 of a file, hexadecimal. */
    String hash(String path) {
        try {
            byte[] text = Objects.requireNonNull(texts.get(path)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
