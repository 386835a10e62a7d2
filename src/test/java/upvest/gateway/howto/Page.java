package upvest.gateway.howto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A how-to page and its fenced blocks, in order.
 *
 * @param heads its second-level headings
 */
record Page(Path path, List<String> heads, List<Block> blocks) {
    private static final Pattern FILE = Pattern.compile("`([\\w./-]+\\.(?:yaml|json|md))`");

    /**
     * A fenced block.
     *
     * @param file the last file that the text right above the block names; null when it names none
     * @param number of the line where it begins
     */
    record Block(String language, String file, List<String> lines, int number) {}

    static Page read(Path path) throws IOException {
        List<String> heads = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(path);
        String paragraph = "";
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.stripLeading().startsWith("```")) {
                List<String> inside = new ArrayList<>();
                int begin = at;
                int indent = line.indexOf("```");
                for (at++; !lines.get(at).strip().equals("```"); at++) {
                    inside.add(lines.get(at)
                            .substring(Math.min(indent, lines.get(at).length())));
                }
                blocks.add(new Block(line.strip().substring(3), file(paragraph), inside, begin + 1));
                paragraph = "";
            } else if (!line.isBlank()) {
                paragraph = line;
                if (line.startsWith("## ")) {
                    heads.add(line.substring(3));
                }
            }
        }
        return new Page(path, heads, blocks);
    }

    private static String file(String paragraph) {
        List<MatchResult> found = FILE.matcher(paragraph).results().toList();
        return found.isEmpty() ? null : found.get(found.size() - 1).group(1);
    }
}
