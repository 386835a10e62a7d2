package upvest.gateway.check;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import upvest.gateway.GatewayProperties;
import upvest.gateway.MessageHeaders;
import upvest.gateway.broker.Queues;
import upvest.gateway.delivery.DeliveryParser;
import upvest.gateway.delivery.Rehearsal;
import upvest.gateway.delivery.SentMessage;
import upvest.gateway.delivery.StoredDelivery;

/**
 * The routes of a folder, running without network: a delivery goes through the trunk and the domain routes as in the
 * gateway, with the gateway's own steps, and what they send is recorded instead of sent. No port, no broker, no ledger,
 * no file; outboxes are not read.
 */
public final class Trial implements AutoCloseable {
    /** Time of an event in its route, which takes milliseconds when nothing waits for anything. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Rehearsal rehearsal;
    private final GenericApplicationContext beans;
    private final DefaultCamelContext camel;
    private final TrialSteps steps;

    /** Where an event ended. */
    public record Ended(String event, @Nullable String type, List<Sent> sent) {
        public List<String> channels() {
            return sent.stream().map(Sent::channel).toList();
        }

        /** Why it did not reach its domain; null when it did. */
        public @Nullable String failure() {
            return sent.stream()
                    .map(message -> message.headers().get(MessageHeaders.FAILURE))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * A message that would have been sent.
     *
     * @param channel its queue, without the prefix {@code upvest.}
     * @param headers the consumers' contract: the message's properties, JMSType and JMSCorrelationID
     * @param kind of body: text, bytes, map, or none of them
     * @param body null for what is neither text nor bytes; a character for each byte
     */
    public record Sent(String channel, Map<String, String> headers, String kind, @Nullable String body) {
        /** Never the content. */
        @Override
        public String toString() {
            return "Sent[" + channel + "]";
        }
    }

    private Trial(Path home, ConfigurableEnvironment settings) {
        beans = TrialBeans.start(home, settings);
        camel = new DefaultCamelContext(new DefaultRegistry(new ApplicationContextBeanRepository(beans)));
        steps = new TrialSteps(home);
        rehearsal = new Rehearsal(
                camel, beans.getBean(DeliveryParser.class), beans.getBean(ConnectionFactory.class), LONGEST);
    }

    /**
     * Starts the routes below {@code home}; the caller closes the trial.
     *
     * @param home the folder that holds {@code routes/}, {@code kamelets/}, {@code schemas/} and {@code config/}
     * @param arguments settings as on the gateway's command line, such as {@code --upvest.contract=live}
     * @throws Exception what keeps the routes from starting
     */
    public static Trial of(Path home, List<String> arguments) throws Exception {
        return of(home, Settings.read(home, arguments));
    }

    /** The same, with what stands in the files below {@code home} only, whatever this machine or this shell sets. */
    public static Trial ofFiles(Path home, List<String> arguments) throws Exception {
        return of(home, Settings.ofFiles(home, arguments));
    }

    /**
     * The same, and notes the steps that each event takes.
     *
     * @param steps takes them
     */
    public static Trial of(Path home, List<String> arguments, Steps steps) throws Exception {
        return of(home, Settings.read(home, arguments), steps);
    }

    static Trial of(Path home, ConfigurableEnvironment settings) throws Exception {
        return of(home, settings, null);
    }

    private static Trial of(Path home, ConfigurableEnvironment settings, @Nullable Steps steps) throws Exception {
        Trial trial = new Trial(home, settings);
        try {
            if (steps != null) {
                trial.camel.getCamelContextExtension().addInterceptStrategy(steps);
            }
            trial.start(home, settings);
            return trial;
        } catch (Exception e) {
            trial.close();
            throw e;
        }
    }

    private void start(Path home, ConfigurableEnvironment settings) throws Exception {
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(1); // seconds, for an event that does not end
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        camel.setSourceLocationEnabled(true);
        camel.getCamelContextExtension().addInterceptStrategy(steps);
        camel.getCamelContextExtension().setName("trial");
        PropertiesComponent placeholders = (PropertiesComponent) camel.getPropertiesComponent();
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        placeholders.addPropertiesSource(new Placeholders(settings)); // which knows both, where they are to count
        camel.getComponent("direct", DirectComponent.class).setBlock(false);
        camel.getComponent("kamelet", KameletComponent.class).setLocation(address(home.resolve("kamelets")));
        beans.getBeansOfType(InterceptStrategy.class)
                .values()
                .forEach(camel.getCamelContextExtension()::addInterceptStrategy);
        beans.getBeansOfType(RoutePolicyFactory.class).values().forEach(camel::addRoutePolicyFactory);
        camel.getCamelContextExtension().registerEndpointCallback(OutsideEndpoint::closed);
        List<Resource> files = new ArrayList<>();
        for (Path file : RouteFile.paths(home.resolve("routes"))) {
            files.add(PluginHelper.getResourceLoader(camel).resolveResource(address(file)));
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(files);
        for (RouteDefinition route : camel.getRouteDefinitions()) {
            boolean inside = route.getInput().getEndpointUri().startsWith("direct:");
            route.setAutoStartup(Boolean.toString(inside)); // ports, outboxes and timers stay closed
        }
        camel.start();
    }

    /** Camel decodes it, as it does a form: a plus would become a blank. */
    private static String address(Path file) {
        return file.toUri().toString().replace("+", "%2B");
    }

    /** What becomes of each event of a delivery, in order; an event that occurs twice ends nowhere the second time. */
    public synchronized List<Ended> run(byte[] body) {
        steps.begin();
        Rehearsal.Ended ended = rehearsal.run(StoredDelivery.unreceived(body));
        Map<UUID, List<SentMessage>> sent = new HashMap<>(ended.sent());
        return ended.events().stream()
                .map(event -> new Ended(event.id().toString(), event.type(), read(sent.remove(event.id()))))
                .toList();
    }

    /** An event's channels, in order. */
    public List<String> channelsOf(String event) {
        return event(event).channels();
    }

    /** What becomes of an event that comes alone. */
    public Ended event(String event) {
        return run(("{\"payload\":[" + event + "]}").getBytes(StandardCharsets.UTF_8))
                .get(0);
    }

    /** The steps that its events took, and where the last one failed. */
    TrialSteps steps() {
        return steps;
    }

    /** The settings of a gateway with these routes. */
    public GatewayProperties settings() {
        return beans.getBean(GatewayProperties.class);
    }

    /** The routes, those that are not started in a trial included. */
    public List<RouteDefinition> routes() {
        return camel.getRouteDefinitions();
    }

    private static List<Sent> read(@Nullable List<SentMessage> messages) {
        return messages == null ? List.of() : messages.stream().map(Trial::read).toList();
    }

    private static Sent read(SentMessage message) {
        try {
            Map<String, String> headers = new TreeMap<>();
            for (Object name : Collections.list(message.message().getPropertyNames())) {
                headers.put((String) name, message.message().getStringProperty((String) name));
            }
            headers.remove("JMSXDeliveryCount");
            if (message.message().getJMSType() != null) {
                headers.put("JMSType", message.message().getJMSType());
            }
            headers.put("JMSCorrelationID", message.message().getJMSCorrelationID());
            MessageBody body = MessageBody.of(message.message());
            return new Sent(Queues.channel(message.queue()), headers, body.kind(), body.text());
        } catch (JMSException e) {
            throw new IllegalStateException("a message that cannot be read: " + e.getMessage(), e);
        }
    }

    /** Stops the routes. */
    @Override
    public void close() {
        camel.stop();
        beans.close();
    }
}
