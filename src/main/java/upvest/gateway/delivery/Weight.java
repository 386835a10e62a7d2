package upvest.gateway.delivery;

/**
 * How much memory a delivery takes when it is cut and its events are validated and sent, one after the other. An estimate
 * from above, made of one look at its bytes: an event's tree of small values takes many times its text, and each message
 * takes its part until the transaction ends.
 *
 * @param bytes at the moment when it takes most
 */
record Weight(long bytes) {
    /** Bytes of a delivery up to which nothing in it makes it heavy. */
    static final int LIGHT = 128 * 1024;

    /** Of the heap, for one delivery; the rest is for Camel, the broker and the other dispatchers. */
    private static final long MOST = Runtime.getRuntime().maxMemory() / 100 * 35;

    private static final int MEGA = 1024 * 1024;
    private static final long HEAVY = MOST / 8;

    /** Bytes of an event, however small, with its message in the broker's transaction and its entry for the ledger. */
    private static final int EVENT = 1000;

    /** Whether there is no memory for it, and never will be in this heap. */
    boolean isTooMuch() {
        return bytes > MOST;
    }

    /** Whether several at the same time are too much. */
    boolean isHeavy() {
        return bytes > HEAVY;
    }

    /** Whether so many events are too many for a transaction of several deliveries. */
    static boolean isHeavy(int events) {
        return (long) events * EVENT > HEAVY;
    }

    /** Why a delivery is left as it is. */
    String told() {
        return "it takes more memory than there is for a delivery: some " + bytes / MEGA + " MB, and " + MOST / MEGA
                + " MB of " + Runtime.getRuntime().maxMemory() / MEGA + " MB are";
    }

    static Weight of(byte[] json) {
        Look look = new Look();
        for (int i = 0; i < json.length; i++) {
            i += look.at(json[i], i);
        }
        return look.weight(json.length);
    }

    /** One pass over a delivery, which may as well be no JSON. */
    private static final class Look {
        private static final int IN_PAYLOAD = 2; // brackets that are open around an event

        // bytes of Jackson's nodes with the collections below them
        private static final int OBJECT = 120;
        private static final int ARRAY = 110;
        private static final int FIELD = 70;
        private static final int TEXT = 80;
        private static final int VALUE = 30;

        /** From this first byte on, UTF-8 tells of characters that make a Java text take two bytes for each. */
        private static final int WIDE = 0xC4;

        private boolean wide;
        private boolean inText;
        private int depth;
        private int begun;
        private long longest;
        private long outside;
        private long event;
        private long heaviest;
        private long events;

        /** @return how many bytes after this one mean nothing */
        int at(byte letter, int position) {
            if (letter < 0) {
                wide |= (letter & 0xFF) >= WIDE;
            } else if (inText) {
                inText = letter != '"';
                return letter == '\\' ? 1 : 0;
            } else {
                structure(letter, position);
            }
            return 0;
        }

        private void structure(byte letter, int position) {
            switch (letter) {
                case '{' -> open(OBJECT, position);
                case '[' -> open(ARRAY, position);
                case '}', ']' -> close(position);
                case ':' -> add(FIELD);
                case ',' -> next();
                case '"' -> {
                    inText = true;
                    add(TEXT);
                }
                default -> {}
            }
        }

        private void open(int cost, int position) {
            if (depth == IN_PAYLOAD) {
                begun = position;
                event = 0;
            }
            depth++;
            add(cost);
        }

        private void next() {
            if (depth == IN_PAYLOAD) {
                events++;
            }
            add(VALUE);
        }

        private void close(int position) {
            depth--;
            if (depth == IN_PAYLOAD) {
                heaviest = Math.max(heaviest, event);
                longest = Math.max(longest, position - begun);
            }
        }

        private void add(int cost) {
            if (depth > IN_PAYLOAD) {
                event += cost;
            } else {
                outside += cost;
            }
        }

        /** The body with its text and the texts of its events; then with these and the largest one's tree or message. */
        Weight weight(long size) {
            long letter = wide ? 2 : 1;
            long one = depth > IN_PAYLOAD || longest == 0 ? size : longest;
            long tree = Math.max(outside, Math.max(heaviest, event)) + one + letter * one;
            long cut = size + 2L * letter * size;
            return new Weight(Math.max(cut, size + letter * size + Math.max(tree, 4 * one)) + events * EVENT);
        }
    }
}
