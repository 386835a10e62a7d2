package upvest.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import upvest.gateway.broker.DiskRoom;
import upvest.gateway.delivery.DeliveryTime;
import upvest.gateway.delivery.DeliveryTime.Phase;

/**
 * The step {@code storeDelivery}: reads the body of a request whose signature was verified, compares it with the signed
 * digest, and puts it into the inbox.
 */
final class StoreDelivery implements Processor {
    /** The exchange's property with the request whose body is to be read. */
    static final String REQUEST = "UpvestRequest";
    /** The exchange's property with the id of the delivery that was stored: without it nothing is answered 200. */
    static final String STORED = "UpvestStored";

    private final BodyReader reader;
    private final Inbox inbox;

    StoreDelivery(BodyReader reader, Inbox inbox) {
        this.reader = reader;
        this.inbox = inbox;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        SignedDigest signed = exchange.getProperty(SignedDigest.PROPERTY, SignedDigest.class);
        if (signed == null) {
            throw new IllegalStateException("the signature was not checked: the step verifySignature is missing");
        }
        HttpServletRequest request = Objects.requireNonNull(exchange.getProperty(REQUEST, HttpServletRequest.class));
        try (DiskRoom.Share share = inbox.requireRoom(reader.longest(request.getContentLengthLong()))) {
            store(exchange, request, signed);
        }
    }

    private void store(Exchange exchange, HttpServletRequest request, SignedDigest signed) throws Exception {
        DeliveryTime.pause();
        Body body = reader.read(request.getInputStream(), signed.algorithm());
        request.setAttribute(ProblemValve.READ, true);
        DeliveryTime.enter(Phase.VERIFY);
        check(signed, body);
        DeliveryTime.enter(Phase.STORE);
        inbox.store(body);
        exchange.setProperty(STORED, body.deliveryId());
    }

    private static void check(SignedDigest signed, Body body) throws Refused {
        try {
            if (signed.algorithm() != null) {
                signed.check(body.hash());
            }
        } catch (Refused e) {
            body.close();
            throw e;
        }
    }
}
