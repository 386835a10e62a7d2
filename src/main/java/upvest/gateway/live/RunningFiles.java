package upvest.gateway.live;

import java.util.Set;
import java.util.SortedMap;

/**
 * The files whose routes are running.
 *
 * @param files by path
 * @param changed paths of those on disk that differ
 */
public record RunningFiles(SortedMap<String, LiveFile> files, Set<String> changed) {}
