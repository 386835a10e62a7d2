package upvest.gateway.delivery;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jsonvalidator.JsonUriSchemaLoader;
import upvest.gateway.WrongSetting;

/** Loads the schemas that the routes name: JSON Schema 2020-12 with formats asserted. */
public final class Schemas {
    /** The published schema's own namespace, served from the folder {@code schemas/}: nothing is fetched. */
    private static final String PUBLISHED = "https://upvest.co/schemas/upvest/";

    private static final SchemaValidatorsConfig STRICT = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .build();

    private Schemas() {}

    /**
     * Loads the contract at once, so that a missing one stops the start.
     *
     * @param home the folder that holds {@code schemas/}; addresses such as {@code file:schemas/envelope.json} start there
     */
    public static JsonUriSchemaLoader below(Path home, String contract) {
        String published = home.resolve("schemas/published").toUri() + "/";
        JsonSchemaFactory factory =
                JsonSchemaFactory.getInstance(VersionFlag.V202012, builder -> builder.metaSchema(Formats.draft202012())
                        .schemaMappers(mappers -> mappers.mapPrefix(PUBLISHED, published.replaceFirst("/+$", "/"))));
        Path schema = Path.of("schemas", contract, "event.json");
        if (!Files.isReadable(home.resolve(schema))) {
            throw new WrongSetting(
                    "upvest.contract: there is no contract '" + contract + "', that would be the file " + schema);
        }
        load(factory, home, schema.toString());
        return (CamelContext context, String uri) -> load(factory, home, uri.replaceFirst("^file:", ""));
    }

    /**
     * The file that a schema refers to.
     *
     * @param schema the file that holds the reference
     * @param address an address without fragment, such as {@code other.json}; empty for the file itself
     */
    public static Path referred(Path home, Path schema, String address) {
        return address.startsWith(PUBLISHED)
                ? home.resolve("schemas/published").resolve(address.substring(PUBLISHED.length()))
                : address.isEmpty() ? schema : schema.resolveSibling(address);
    }

    private static JsonSchema load(JsonSchemaFactory factory, Path home, String path) {
        String location = home.resolve(path).toUri().toString();
        JsonSchema schema = factory.getSchema(SchemaLocation.of(location), STRICT);
        schema.initializeValidators();
        return schema;
    }
}
