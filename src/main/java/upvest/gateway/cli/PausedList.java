package upvest.gateway.cli;

import java.io.PrintWriter;
import java.util.Map;
import upvest.gateway.operations.Pause;

/** A command that ends with what is paused. */
abstract class PausedList extends RemoteCommand<PausedList.Answer> {

    /** What is paused, by name. */
    static final class Answer extends java.util.TreeMap<String, Pause.Paused> {
        private static final long serialVersionUID = 1L;
    }

    @Override
    final void print(PrintWriter out, Answer paused) {
        if (paused.isEmpty()) {
            out.println("nothing is paused");
        }
        for (Map.Entry<String, Pause.Paused> each : paused.entrySet()) {
            Pause.Paused pause = each.getValue();
            String why = pause.why().isEmpty() ? "" : ": " + pause.why();
            out.printf("PAUSED  %-10s  since %s by %s%s%n", each.getKey(), pause.since(), pause.by(), why);
        }
    }
}
