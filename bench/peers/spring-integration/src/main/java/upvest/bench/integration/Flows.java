package upvest.bench.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.IntegrationFlowDefinition;
import org.springframework.integration.handler.advice.IdempotentReceiverInterceptor;
import org.springframework.integration.http.dsl.Http;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.integration.jms.dsl.Jms;
import org.springframework.integration.selector.MetadataStoreSelector;
import upvest.bench.common.Domains;
import upvest.bench.common.Shared;

/** Inbound gateway, filter, splitter, idempotent receiver, router and JMS outbound, as the reference manual shows them. */
@Configuration
class Flows {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Bean
    JsonSchema schema() {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        SchemaLocation.of("file:schemas/published/upvest-webhook-event-schema.json"),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        schema.initializeValidators();
        return schema;
    }

    @Bean
    IdempotentReceiverInterceptor firstTimeOnly(JdbcMetadataStore eventIds) {
        IdempotentReceiverInterceptor interceptor = new IdempotentReceiverInterceptor(new MetadataStoreSelector(
                message -> String.valueOf(message.getHeaders().get("UpvestEventId")), eventIds));
        interceptor.setDiscardChannelName("nullChannel");
        return interceptor;
    }

    @Bean
    IntegrationFlow receive(JsonSchema schema) {
        return IntegrationFlow.from(Http.inboundGateway(Shared.PATH)
                        .requestMapping(mapping -> mapping.methods(HttpMethod.POST))
                        .requestPayloadType(String.class)
                        .mappedRequestHeaders("none")) // their names are none that JMS allows
                .transform(String.class, Flows::read)
                .filter(
                        JsonNode.class,
                        delivery -> schema.validate(delivery).isEmpty(),
                        filter -> filter.throwExceptionOnRejection(true))
                .enrichHeaders(headers -> headers.headerFunction(
                                "UpvestDeliveryId", message -> UUID.randomUUID().toString())
                        .headerFunction(
                                "UpvestReceivedAt", message -> Instant.now().toString()))
                .publishSubscribeChannel(channel ->
                        channel.subscribe(events -> events.split(JsonNode.class, delivery -> delivery.path("payload"))
                                .channel("events.input")))
                .transform(delivery -> "accepted")
                .get();
    }

    @Bean
    IntegrationFlow events(IdempotentReceiverInterceptor firstTimeOnly) {
        return flow -> flow.enrichHeaders(
                        headers -> headers.headerExpression("UpvestEventId", "payload.path('id').textValue()")
                                .headerExpression("UpvestEventType", "payload.path('event_type').textValue()")
                                .headerExpression("UpvestCategory", "payload.path('object').path('type').textValue()")
                                .headerExpression("UpvestCreatedAt", "payload.path('created_at').textValue()")
                                .headerExpression("UpvestObjectId", "payload.path('object').path('id').textValue()")
                                .headerExpression("jms_type", "payload.path('event_type').textValue()")
                                .headerExpression("jms_correlationId", "payload.path('id').textValue()")
                                .headerExpression("JMSXGroupID", "payload.path('object').path('id').textValue()"))
                .transformWith(text -> text.<JsonNode, String>transformer(JsonNode::toString)
                        .expectedType(JsonNode.class)
                        .advice(firstTimeOnly))
                .route("headers.UpvestCategory", router -> {
                    Domains.BY_CATEGORY.forEach(
                            (category, domain) -> router.channelMapping(category, domain + ".input"));
                    router.defaultOutputChannel("unknown.input");
                });
    }

    @Bean
    IntegrationFlow users(ConnectionFactory connections) {
        return flow -> send(flow, connections, "users");
    }

    @Bean
    IntegrationFlow accounts(ConnectionFactory connections) {
        return flow -> send(flow, connections, "accounts");
    }

    @Bean
    IntegrationFlow orders(ConnectionFactory connections) {
        return flow -> send(flow, connections, "orders");
    }

    @Bean
    IntegrationFlow portfolios(ConnectionFactory connections) {
        return flow -> send(flow, connections, "portfolios");
    }

    @Bean
    IntegrationFlow payments(ConnectionFactory connections) {
        return flow -> send(flow, connections, "payments");
    }

    @Bean
    IntegrationFlow securities(ConnectionFactory connections) {
        return flow -> send(flow, connections, "securities");
    }

    @Bean
    IntegrationFlow reports(ConnectionFactory connections) {
        return flow ->
                flow.publishSubscribeChannel(channel -> channel.subscribe(queue -> send(queue, connections, "reports"))
                        .subscribe(outbox -> send(outbox, connections, "files")));
    }

    @Bean
    IntegrationFlow unknown(ConnectionFactory connections) {
        return flow -> send(flow, connections, "unknown");
    }

    private static void send(IntegrationFlowDefinition<?> flow, ConnectionFactory connections, String channel) {
        flow.handle(Jms.outboundAdapter(connections)
                .destination("upvest." + channel)
                .configureJmsTemplate(
                        template -> template.deliveryPersistent(true).explicitQosEnabled(true)));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
