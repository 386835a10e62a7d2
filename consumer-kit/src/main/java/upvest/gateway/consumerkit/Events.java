package upvest.gateway.consumerkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Events to test a consumer with, for example
 * {@code Events.seeded(42).ofType("ORDER.NEW", "ORDER.FILLED").aboutObjects(20).duplicates().reorderedAcrossObjects()}.
 * The same calls give the same events, byte for byte, ids and times included; in which order they are called does not
 * matter, but for that of types. More types, objects, poison or duplicates leave the text of the others as it is.
 * Without a type there are no events. Unchangeable: each method returns new events.
 */
public final class Events implements Iterable<Event> {
    static final Instant BEGINNING = Instant.parse("2026-01-15T08:00:00Z");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    private static final int SECONDS_BETWEEN_OBJECTS = 1000;

    private final Seed seed;
    private final Contract contract;
    private final List<String> types;
    private final int objects;
    private final List<Poison> poisons;
    private final boolean duplicates;
    private final boolean reordered;
    private final String channel;

    private Events(
            Seed seed,
            Contract contract,
            List<String> types,
            int objects,
            List<Poison> poisons,
            boolean duplicates,
            boolean reordered,
            String channel) {
        this.seed = seed;
        this.contract = contract;
        this.types = types;
        this.objects = objects;
        this.poisons = poisons;
        this.duplicates = duplicates;
        this.reordered = reordered;
        this.channel = channel;
    }

    /** No events yet, as Upvest sends them: under {@link Contract#LIVE}. */
    public static Events seeded(long seed) {
        return new Events(new Seed(seed), Contract.LIVE, List.of(), 1, List.of(), false, false, null);
    }

    /** Under the contract that the gateway has in {@code upvest.contract}. */
    public Events under(Contract other) {
        return new Events(seed, other, types, objects, poisons, duplicates, reordered, channel);
    }

    /** Adds one event of each of these types about each object, in this order. */
    public Events ofType(String... more) {
        return new Events(
                seed, contract, joined(types, List.of(more)), objects, poisons, duplicates, reordered, channel);
    }

    /** Adds one event of each type of the contract. */
    public Events ofEveryType() {
        return ofType(contract.types().toArray(String[]::new));
    }

    /** How many orders, users, ... the events tell of: so many of each category that occurs. Without it, one. */
    public Events aboutObjects(int number) {
        return new Events(seed, contract, types, number, poisons, duplicates, reordered, channel);
    }

    /** Adds one event of each of these kinds, somewhere, of the first type and about an object of its own. */
    public Events poison(Poison... more) {
        return new Events(
                seed, contract, types, objects, joined(poisons, List.of(more)), duplicates, reordered, channel);
    }

    /** Lets about a quarter of the events, one at least, come a second time, some time after the first. */
    public Events duplicates() {
        return new Events(seed, contract, types, objects, poisons, true, reordered, channel);
    }

    /** Mixes the events of different objects. Those of one object keep their order, as they do in a queue. */
    public Events reorderedAcrossObjects() {
        return new Events(seed, contract, types, objects, poisons, duplicates, true, channel);
    }

    /** For a queue that your gateway has and the shipped one has not, without the prefix {@code upvest.}. */
    public Events into(String other) {
        return new Events(seed, contract, types, objects, poisons, duplicates, reordered, other);
    }

    @Override
    public Iterator<Event> iterator() {
        return list().iterator();
    }

    /** The events in the order in which the gateway sends them. */
    public List<Event> list() {
        List<Draft> drafts = drafts();
        if (duplicates) {
            Mixing.duplicate(drafts, seed.random("duplicates"));
        }
        List<Draft> ordered = reordered ? Mixing.reorder(drafts, seed.random("order")) : drafts;
        List<Event> events = new ArrayList<>(ordered.size());
        Instant received = BEGINNING.plusSeconds((long) objects * SECONDS_BETWEEN_OBJECTS);
        for (Draft draft : ordered) {
            events.add(draft.deliver(received.plusMillis(7L * events.size())));
        }
        return events;
    }

    private List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        for (int number = 0; number < objects; number++) {
            for (int turn = 0; turn < types.size(); turn++) {
                drafts.add(draft(types.get(turn), number, turn, null));
            }
        }
        if (types.isEmpty() && !poisons.isEmpty()) {
            throw new IllegalArgumentException(
                    "poison is made of an event of the first type: call ofType(...) as well");
        }
        Random places = seed.random("poison");
        for (Poison poison : poisons) {
            int number = -1 - poison.ordinal(); // an object that no other event tells of
            drafts.add(places.nextInt(drafts.size() + 1), draft(types.get(0), number, 0, poison));
        }
        return drafts;
    }

    private Draft draft(String type, int number, int turn, Poison poison) {
        if (!contract.types().contains(type)) {
            throw new IllegalArgumentException(
                    type + " is no type of the contract " + contract + "; these are: " + contract.types());
        }
        if (poison != null && !poison.comesUnder(contract)) {
            throw new IllegalArgumentException(poison + " never reaches a queue under the contract " + contract
                    + ": write under(Contract.LIVE), or leave it out");
        }
        String name = type + "/" + number + "/" + turn;
        Instant created = BEGINNING
                .plusSeconds((long) number * SECONDS_BETWEEN_OBJECTS + turn)
                .plusMillis(seed.random(name).nextInt(1000));
        Category category = Category.of(type);
        ObjectNode event = event(type, new Resource(seed, type.substring(0, type.indexOf('.')), number), created);
        event.put("id", seed.uuid(name + "/event").toString());
        if (poison != null) {
            poison.spoil(event);
        }
        return Draft.of(event, channel == null ? category.channel() : channel);
    }

    private ObjectNode event(String type, Resource resource, Instant created) {
        String status = type.substring(type.indexOf('.') + 1);
        JsonNode object = contract == Contract.PUBLISHED
                ? resource.reference()
                : resource.whole(Category.of(type).object(), status, created);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "").put("created_at", time(created)).put(contract.typeField(), type);
        event.set("object", object);
        return event.put("webhook_id", seed.uuid("webhook").toString());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static <T> List<T> joined(Collection<T> some, Collection<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
