package upvest.gateway.check;

import java.util.Locale;

/** What {@code gateway check} looks at. */
public enum Rule {
    /** A file is YAML, and no key stands twice. */
    YAML,
    /** Routes are Camel's YAML in its canonical form. */
    SCHEMA,
    /** Options stand in {@code parameters}, not behind a question mark. */
    PARAMETERS,
    /** A file has the name of its route, a trunk file a number before it. */
    FILE_NAME,
    /** Ids are lower-case words with hyphens. */
    ID,
    /** No id stands twice. */
    DUPLICATE_ID,
    /** Routes and kamelets say what they are. */
    DESCRIPTION,
    /** A {@code direct} consumer has the name of its route. */
    DIRECT_NAME,
    /** A route fits on one screen; a {@code when} that only calls another route counts as one line. */
    LENGTH,
    /** What is to be said is a description, not a comment. */
    COMMENT,
    /** The component of an endpoint is part of the gateway. */
    COMPONENT,
    /** A component has the options it is given, with values of their type. */
    OPTION,
    /** Beans exist. */
    BEAN,
    /** Placeholders are settings. */
    PLACEHOLDER,
    /** Settings are read by somebody. */
    UNUSED_SETTING,
    /** What is called by {@code direct} or as a kamelet is there. */
    CONSUMER,
    /** Queues are listed in {@code upvest.channels}. */
    CHANNEL,
    /** What runs inside a delivery is neither slow nor outside of its transaction. */
    SLOW_STEP,
    /** The routes start. */
    START,
    /** Each type of the contract has a channel, or is meant to have none. */
    TYPE,
    /** The cases of the routes hold. */
    CASE;

    /** As it is written in reports: {@code duplicate-id}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
