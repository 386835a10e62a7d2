package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Where rows are in the embedded ledger: with those of the same claim, in the order in which claims were received.
 *
 * @param received when, in microseconds since 1970
 * @param piece 0: what is known of the delivery; from 1: its rows, so many in each; at most 65,534
 */
record Place(long received, UUID claim, int piece) {
    /** Of rows in a piece: what is changed is written with all of its piece. */
    static final int ROWS = 128;

    private static final int LAST = 0xFFFF;

    static Place delivery(AcceptedDelivery delivery) {
        return new Place(Micros.of(delivery.receivedAt()), delivery.claimId(), 0);
    }

    static Place read(ByteBuffer from) {
        return new Place(Bytes.sorted(from), Bytes.id(from), Bytes.number16(from));
    }

    Bytes write(Bytes to) {
        return to.sorted(received).id(claim).number16(piece);
    }

    Place piece(int other) {
        if (other >= LAST) {
            throw new IllegalArgumentException("a claim has more events than the ledger can hold: " + claim);
        }
        return new Place(received, claim, other);
    }

    /** Behind all pieces of the claim. */
    Place end() {
        return new Place(received, claim, LAST);
    }

    boolean isDelivery() {
        return piece == 0;
    }
}
