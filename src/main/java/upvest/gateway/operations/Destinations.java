package upvest.gateway.operations;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import upvest.gateway.broker.ServiceChannel;
import upvest.gateway.delivery.ReplayDispatch;

/** Where messages that wait in a service channel belong now. */
final class Destinations {
    private final ReplayDispatch replayDispatch;
    private final int attempts;

    /** @param attempts after so many in vain a message is parked */
    Destinations(ReplayDispatch replayDispatch, int attempts) {
        this.replayDispatch = replayDispatch;
        this.attempts = attempts;
    }

    /** The one queue that it goes to, without its routes; null when these decide. */
    @Nullable
    String back(Request request, KeptMessage said) {
        boolean enough = said.attempts() >= attempts && request.channel() != ServiceChannel.PARKED;
        return said.back() != null && enough ? ServiceChannel.PARKED.queue() : said.back();
    }

    /** Tries the messages of one dry run: of many that are alike, some. */
    final class Trial {
        private static final int ENOUGH = 100;
        private static final List<String> ALIKE =
                List.of("not tried: " + ENOUGH + " before, of the same type, route, reason and attempts, were");

        private final Request request;
        private final Map<Alike, Integer> tried = new HashMap<>();

        Trial(Request request) {
            this.request = request;
        }

        private record Alike(String type, String from, String reason, int attempts) {}

        /** Where it would go, in words. */
        List<String> told(Message message, KeptMessage said) throws JMSException {
            boolean routed = back(request, said) == null && said.nowhere() == null;
            Alike alike = new Alike(said.type(), said.from(), WaitingGroup.told(said.failure()), said.attempts());
            return routed && tried.merge(alike, 1, Integer::sum) > ENOUGH
                    ? ALIKE
                    : of(request, message, said).stream()
                            .map(ReplayTarget::words)
                            .toList();
        }
    }

    private List<ReplayTarget> of(Request request, Message message, KeptMessage said) throws JMSException {
        String back = back(request, said);
        if (back != null) {
            return List.of(ReplayTarget.to(back));
        }
        if (said.nowhere() != null) {
            return List.of(ReplayTarget.nowhere(said.nowhere()));
        }
        try {
            return ReplayTarget.of(replayDispatch.rehearse(KeptMessage.kept(message)));
        } catch (IllegalStateException e) {
            return List.of(ReplayTarget.nowhere(String.valueOf(e.getMessage())));
        }
    }
}
