package upvest.gateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import upvest.gateway.GatewayProperties;
import upvest.gateway.WrongSetting;

/**
 * How far the events have moved away from the contract's {@link TypeTable}: types and top-level fields that it does not
 * list, counted by name since the start. Counts nothing under the contract {@code published}, which lists its types
 * itself, and under one without a table.
 */
@Component
public final class Drift {
    private static final String CLOSED = "published";

    private final String contract;
    private final String since;
    private final Set<String> listed;
    private final String typeField;
    private final @Nullable TypeTable known;
    private final @Nullable DriftNames types;
    private final @Nullable DriftNames fields;

    Drift(GatewayProperties properties, MeterRegistry registry, Clock clock) {
        contract = properties.contract();
        since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        TypeTable table = read(contract);
        listed = table == null ? Set.of() : table.types();
        typeField = table == null ? TypeTable.UPVESTS : table.typeField();
        known = contract.equals(CLOSED) ? null : table;
        types = known == null ? null : new DriftNames("type", registry);
        fields = known == null ? null : new DriftNames("field", registry);
    }

    private static @Nullable TypeTable read(String contract) {
        Path schemas = Path.of("schemas");
        Path table = TypeTable.file(schemas, contract);
        try {
            return Files.exists(table) ? TypeTable.read(schemas, contract) : null;
        } catch (IOException e) {
            throw new WrongSetting(table + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The types that the contract lists; none without a table. */
    public Set<String> types() {
        return listed;
    }

    /** The field that decides the type of an event that has both; Upvest's own without a table. */
    public String typeField() {
        return typeField;
    }

    public boolean isNewType(String type) {
        return known != null && !known.types().contains(type);
    }

    public boolean isNewField(String name) {
        return known != null && !known.fields().contains(name);
    }

    /** Counts what one event brought that is new: its type, if that is, and these fields. */
    public void count(@Nullable String type, Collection<String> newFields) {
        if (types != null && type != null && isNewType(type)) {
            types.count(type);
        }
        if (fields != null) {
            newFields.forEach(fields::count);
        }
    }

    /** What was counted so far. */
    public Report report() {
        Map<String, Long> newTypes = types == null ? Map.of() : types.counts();
        Map<String, Long> newFields = fields == null ? Map.of() : fields.counts();
        return new Report(
                contract,
                since,
                known != null,
                newTypes,
                newFields,
                DriftAdvice.of(contract, newTypes.keySet(), newFields.keySet()));
    }

    /**
     * What was counted so far.
     *
     * @param since the start, UTC
     * @param counted whether anything is counted under this contract
     * @param types events by the type that is unknown
     * @param fields events by the top-level field that is unknown
     * @param advice what makes them known: two lines at most, one for each file to edit
     */
    public record Report(
            String contract,
            String since,
            boolean counted,
            Map<String, Long> types,
            Map<String, Long> fields,
            List<String> advice) {}
}
