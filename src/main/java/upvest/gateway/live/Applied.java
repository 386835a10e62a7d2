package upvest.gateway.live;

import java.util.List;

/**
 * What became of an attempt to apply the changed files.
 *
 * @param live whether what is on disk is what runs now
 * @param report why not, or what changed, line by line
 */
public record Applied(boolean live, List<String> report) {}
