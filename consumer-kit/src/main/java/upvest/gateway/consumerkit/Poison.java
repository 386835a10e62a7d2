package upvest.gateway.consumerkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;

/**
 * An event that a gateway lets through to a domain queue and a careless consumer stumbles over. What breaks the contract
 * never gets there: it is on {@code upvest.invalid}.
 */
public enum Poison {
    /** Fields that nobody has heard of, in the event and in its object. */
    UNKNOWN_FIELDS {
        @Override
        void spoil(ObjectNode event) {
            event.put("x_new", true);
            object(event).putObject("x_new").put("since", "yesterday");
        }
    },
    /** A type that is new in its category. Live only: the published contract has a closed list. */
    UNKNOWN_TYPE {
        @Override
        void spoil(ObjectNode event) {
            String type = event.path("type").asText();
            event.put("type", type.substring(0, type.indexOf('.')) + ".X_NEW");
        }
    },
    /** A status that nobody has heard of. Live only. */
    UNKNOWN_STATUS {
        @Override
        void spoil(ObjectNode event) {
            object(event).put("status", "X_NEW");
        }
    },
    /** The type in {@code event_type}. Live only: that contract takes both names. */
    OTHER_TYPE_FIELD {
        @Override
        void spoil(ObjectNode event) {
            event.set("event_type", event.remove("type"));
        }
    },
    /** An object without anything in it: no id of any resource, hence no {@code JMSXGroupID}. Live only. */
    EMPTY_OBJECT {
        @Override
        void spoil(ObjectNode event) {
            object(event).removeAll();
        }
    },
    /** A time that is a time, but too late for most databases: no {@code UpvestCreatedAt}. */
    TIME_OUT_OF_RANGE {
        @Override
        void spoil(ObjectNode event) {
            event.put("created_at", "9999-12-31T23:59:59Z");
        }
    },
    /** A number with more digits than a {@code long} or a {@code double} holds. */
    LONG_NUMBER {
        @Override
        void spoil(ObjectNode event) {
            object(event).put("x_number", new BigDecimal("123456789012345678901234567890.1234567890"));
        }
    },
    /** A text with a NUL in it, which PostgreSQL takes in no text and no jsonb. */
    NUL_CHARACTER {
        @Override
        void spoil(ObjectNode event) {
            object(event).put("x_text", "a\0b");
        }
    },
    /** A text with half a character in it, which no UTF-8 can hold. */
    HALF_CHARACTER {
        @Override
        void spoil(ObjectNode event) {
            object(event).set("x_text", JsonNodeFactory.instance.rawValueNode(new RawValue("\"\\ud800\"")));
        }
    },
    /** An object that is nested 90 levels deep. */
    DEEP {
        @Override
        void spoil(ObjectNode event) {
            ObjectNode inner = object(event);
            for (int level = 0; level < 90; level++) {
                inner = inner.putObject("x_inner");
            }
        }
    },
    /** An object of 2 MB. */
    HUGE {
        @Override
        void spoil(ObjectNode event) {
            for (int i = 0; i < 20; i++) {
                object(event).put("x_text_" + i, "x".repeat(100_000));
            }
        }
    };

    abstract void spoil(ObjectNode event);

    /** Whether it can come under this contract. */
    public boolean comesUnder(Contract contract) {
        return switch (this) {
            case UNKNOWN_TYPE, UNKNOWN_STATUS, OTHER_TYPE_FIELD, EMPTY_OBJECT -> contract == Contract.LIVE;
            default -> true;
        };
    }

    private static ObjectNode object(ObjectNode event) {
        return (ObjectNode) event.get("object");
    }
}
