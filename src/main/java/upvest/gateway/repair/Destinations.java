package upvest.gateway.repair;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
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

    /** Where it would go, in words. */
    List<String> told(Request request, Message message, KeptMessage said) throws JMSException {
        return of(request, message, said).stream().map(ReplayTarget::words).toList();
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
