package upvest.gateway.check;

import static upvest.gateway.check.Severity.ERROR;
import static upvest.gateway.check.Severity.STYLE;
import static upvest.gateway.check.Severity.WARNING;

import java.util.Locale;

/** What {@code gateway check} looks at. */
public enum Rule {
    /** A file is YAML, one document, not empty, and no key occurs twice. */
    YAML(ERROR),
    /** Routes are Camel's YAML in its canonical form. */
    SCHEMA(ERROR),
    /** Options stand in {@code parameters}, not behind a question mark. */
    PARAMETERS(STYLE),
    /** The gateway reads only files with this ending. */
    FILE_ENDING(ERROR),
    /** A file has the name of its route, a trunk file a number before it. */
    FILE_NAME(STYLE),
    /** Ids are lower-case words with hyphens. */
    ID(STYLE),
    /** No id occurs twice. */
    DUPLICATE_ID(ERROR),
    /** Routes and kamelets say what they are. */
    DESCRIPTION(STYLE),
    /** A {@code direct} consumer has the name of its route. */
    DIRECT_NAME(STYLE),
    /** A route fits on one screen; a {@code when} that only calls another route counts as one line. */
    LENGTH(STYLE),
    /** What is to be said is a description, not a comment. */
    COMMENT(STYLE),
    /** The component of an endpoint is part of the gateway. */
    COMPONENT(ERROR),
    /** A component has the options it is given, with values of their type. */
    OPTION(ERROR),
    /** Beans exist. */
    BEAN(ERROR),
    /** Placeholders are settings. */
    PLACEHOLDER(ERROR),
    /** Settings are read by somebody. */
    UNUSED_SETTING(WARNING),
    /** What is called by {@code direct} or as a kamelet is there. */
    CONSUMER(ERROR),
    /** Routes of domains are called by somebody. */
    NOT_CALLED(WARNING),
    /** No route calls itself, by whatever way. */
    LOOP(ERROR),
    /** Queues are listed in {@code upvest.channels}. */
    CHANNEL(ERROR),
    /** What runs inside a delivery is neither slow nor outside of its transaction. */
    SLOW_STEP(ERROR),
    /** An outbox reads a queue of its own, in a transaction, and tries again. */
    OUTBOX(ERROR),
    /** The trunk has the steps that the guarantees rest on, and domain routes do not use them. */
    TRUNK(ERROR),
    /** Headers that are read are there. */
    HEADER(ERROR),
    /** Event types and categories that are asked for are in a contract. */
    EVENT_TYPE(WARNING),
    /** A value stands in one {@code when} of a {@code choice}: later ones never get it. */
    SHADOWED(ERROR),
    /** Fields that are asked for are in the contract, or in a case. */
    FIELD(WARNING),
    /** The result of an expression fits where it goes. */
    RESULT(ERROR),
    /** The routes start. */
    START(ERROR),
    /** No event of the trial fails, or does not come to an end. */
    TRIAL(ERROR),
    /** Some event of the trial gets to each step of a domain. */
    NOT_REACHED(WARNING),
    /** Each type of the contract has a channel, or is meant to have none. */
    TYPE(ERROR),
    /** The cases of the routes hold. */
    CASE(ERROR);

    private final Severity severity;

    Rule(Severity severity) {
        this.severity = severity;
    }

    /** Of what is found by it, unless a finding says otherwise. */
    public Severity severity() {
        return severity;
    }

    /** As it is written in reports: {@code duplicate-id}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
