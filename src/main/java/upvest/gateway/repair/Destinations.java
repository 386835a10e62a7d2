package upvest.gateway.repair;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;
import upvest.gateway.delivery.OnceMore;

/** Where messages that wait in a service channel belong now. */
final class Destinations {
    private final OnceMore onceMore;
    private final int attempts;

    /** @param attempts after so many in vain a message is parked */
    Destinations(OnceMore onceMore, int attempts) {
        this.onceMore = onceMore;
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
        return of(request, message, said).stream().map(Went::words).toList();
    }

    private List<Went> of(Request request, Message message, KeptMessage said) throws JMSException {
        String back = back(request, said);
        if (back != null) {
            return List.of(Went.to(back));
        }
        if (said.nowhere() != null) {
            return List.of(Went.nowhere(said.nowhere()));
        }
        try {
            return Went.of(onceMore.rehearse(KeptMessage.kept(message)));
        } catch (IllegalStateException e) {
            return List.of(Went.nowhere(String.valueOf(e.getMessage())));
        }
    }
}
