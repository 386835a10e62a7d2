package upvest.gateway.live;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import upvest.gateway.check.RouteCheck;
import upvest.gateway.check.RouteMap;
import upvest.gateway.operations.Action;
import upvest.gateway.operations.Audit;

/** The routes that are running, and the one way in which changed files take the place of others. */
public final class LiveRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final String REFUSED = "not applied: the routes from before run on";

    private final Path home;
    private final List<String> settings;
    private final Swap swap;
    private final Clock clock;
    private final Audit audit;
    private final SortedMap<String, LiveFile> running = new TreeMap<>();
    private RouteFiles files;
    private @Nullable RouteMap map;

    /**
     * @param home the folder that holds {@code routes/} and {@code kamelets/}; what is there now is what runs
     * @param settings what the gateway's own differ in from those of that folder, as on the command line
     */
    LiveRoutes(Path home, List<String> settings, Swap swap, Clock clock, Audit audit) throws IOException {
        this.home = home;
        this.settings = settings;
        this.swap = swap;
        this.clock = clock;
        this.audit = audit;
        this.files = RouteFiles.read(home);
        note(files.texts().keySet(), LiveFile.START);
    }

    /** The running files, by path. */
    synchronized SortedMap<String, LiveFile> running() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(running));
    }

    RouteFiles onDisk() throws IOException {
        return RouteFiles.read(home);
    }

    /** Paths of the files on disk that differ from what runs. */
    synchronized Set<String> changed() throws IOException {
        return files.changed(onDisk());
    }

    /**
     * Checks what is on disk and, where nothing is wrong with it, lets it take the place of what runs: all of it or nothing.
     *
     * @param by who wants it
     * @param rehearse whether to stop before anything is swapped
     */
    synchronized Applied apply(String by, boolean rehearse) throws IOException {
        RouteFiles next = onDisk();
        Set<String> changed = files.changed(next);
        Applied applied = changed.isEmpty()
                ? new Applied(true, List.of("nothing has changed"))
                : attempt(next, changed, by, rehearse);
        String outcome = outcome(applied.report());
        try {
            audit.add(new Action(by, "apply", String.join(" ", changed), rehearse), changed.size(), outcome);
            return applied;
        } catch (DataAccessException e) { // too late to undo it
            LOG.atWarn()
                    .addKeyValue("by", by)
                    .addKeyValue("cause", e.getMessage())
                    .log("not in the audit: " + outcome);
            List<String> report = new ArrayList<>(applied.report());
            report.add("this is not in the audit, the ledger cannot be written: " + e.getMessage());
            return new Applied(applied.live(), report);
        }
    }

    /** The last line, and the reason before it. */
    private static String outcome(List<String> report) {
        String last = report.get(report.size() - 1);
        return last.equals(REFUSED) ? report.get(report.size() - 2) + "; " + last : last;
    }

    private Applied attempt(RouteFiles next, Set<String> changed, String by, boolean rehearse) throws IOException {
        List<String> report = new ArrayList<>(
                changed.stream().map(path -> describe(path, next)).toList());
        if (changed.stream().anyMatch(RouteFiles::trunk)) {
            changed.stream()
                    .filter(RouteFiles::trunk)
                    .forEach(path -> report.add(path + " belongs to the trunk: only a restart takes it"));
            return refused(report, by);
        }
        // no contract but the one in force keeps a repair from running
        RouteCheck check = RouteCheck.of(home, settings);
        if (!onDisk().equals(next)) {
            report.add("the files are being written; try again");
            return refused(report, by);
        }
        check.findings().forEach(finding -> report.add(finding.toString()));
        if (check.hasErrors()) {
            return refused(report, by);
        }
        report.addAll(MapChange.lines(map(), check.map()));
        if (rehearse) {
            report.add("not applied: this was a rehearsal");
            return new Applied(false, report);
        }
        return swap(next, changed, check.map(), report, by);
    }

    private Applied swap(RouteFiles next, Set<String> changed, RouteMap to, List<String> report, String by)
            throws IOException {
        try {
            swap.run(files, next, changed);
        } catch (Exception e) {
            report.add("not applied, the routes from before are running: " + e.getMessage());
            return refused(report, by);
        }
        files = next;
        map = to;
        note(changed, by);
        report.add("applied");
        LOG.atInfo().addKeyValue("files", changed).addKeyValue("by", by).log("routes applied");
        return new Applied(true, report);
    }

    private String describe(String path, RouteFiles next) {
        return (next.texts().containsKey(path)
                        ? files.texts().containsKey(path) ? "changed  " : "new      "
                        : "deleted  ")
                + path;
    }

    /** Where the running routes send each type. */
    private RouteMap map() throws IOException {
        if (map == null) {
            map = files.at(home, running -> RouteCheck.of(running, settings).map());
        }
        return map;
    }

    private Applied refused(List<String> report, String by) {
        if (!report.get(report.size() - 1).startsWith("not applied")) {
            report.add(REFUSED);
        }
        LOG.atWarn()
                .addKeyValue("by", by)
                .addKeyValue("why", report)
                .log("routes not applied, those from before run on");
        return new Applied(false, report);
    }

    private void note(Set<String> paths, String by) {
        Instant now = clock.instant();
        for (String path : paths) {
            if (files.texts().containsKey(path)) {
                running.put(path, new LiveFile(files.hash(path), now, by));
            } else {
                running.remove(path);
            }
        }
    }
}
