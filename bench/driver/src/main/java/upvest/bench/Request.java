package upvest.bench;

import java.net.URI;
import java.security.Provider;
import java.security.Security;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import upvest.bench.common.Shared;
import upvest.gateway.cli.Signer;
import upvest.gateway.intake.CryptoProvider;

/**
 * A delivery ready to be sent.
 *
 * @param last id of its last event
 */
@SuppressWarnings("ArrayRecordComponent")
record Request(byte[] body, Map<String, String> headers, String last) {
    private static final URI URL = URI.create("http://127.0.0.1" + Shared.PATH); // host and port are not signed

    /** Makes and, where asked, signs deliveries ahead of time. A signature holds for a minute. */
    static List<Request> make(Deliveries deliveries, int count, int events, Signer signer) {
        List<Request> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] body = deliveries.next(events);
            requests.add(
                    signer == null
                            ? new Request(body, Signer.unsignedHeaders(), deliveries.last())
                            : signed(body, signer, deliveries.last()));
        }
        return requests;
    }

    static Request signed(byte[] body, Signer signer, String last) {
        return new Request(body, signer.headers(URL, body, Signer.unsignedHeaders()), last);
    }

    /** Lets this process sign with the fast provider where it loads: the driver must not be the bottleneck. */
    static void signFast() {
        Provider fast = CryptoProvider.load().provider();
        if (fast != null) {
            Security.insertProviderAt(fast, 1);
        }
    }

    static Signer signer() throws java.io.IOException {
        return Signer.read(Places.ROOT.resolve("config/quick-start/signing-key.json"), Clock.systemUTC());
    }
}
