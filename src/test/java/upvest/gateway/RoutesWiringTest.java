package upvest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.FileSystemResource;
import upvest.gateway.RouteFile.Endpoint;

/** Every name in a route or kamelet file is the name of something: a setting, a route, a kamelet, a bean, a queue. */
class RoutesWiringTest {
    private static List<RouteFile> routes;
    private static List<RouteFile> kamelets;
    private static List<RouteFile> all;
    private static Properties settings;

    @RegisterExtension
    final Breaches breaches = new Breaches();

    @BeforeAll
    static void read() throws IOException {
        routes = RouteFile.below("routes");
        kamelets = RouteFile.below("kamelets");
        all = Stream.concat(routes.stream(), kamelets.stream()).toList();
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource("config/application.yaml"));
        settings = yaml.getObject();
    }

    @Test
    void placeholdersAreSettings() {
        for (RouteFile file : all) {
            JsonNode properties = file.content().at("/spec/definition/properties");
            for (String key : file.placeholders()) {
                boolean kept = settings.containsKey(key) || properties.has(key.replaceFirst("^\\?", ""));
                breaches.unless(
                        kept,
                        file,
                        "{{" + key + "}}: write a key of config/application.yaml; its default stands there");
            }
        }
    }

    @Test
    void callsReachARouteOrAKamelet() {
        Set<String> targets = new TreeSet<>(Set.of("kamelet:source"));
        kamelets.forEach(file -> targets.add("kamelet:" + file.name()));
        for (RouteFile file : routes) {
            for (JsonNode route : file.routes()) {
                Endpoint from = new Endpoint(route.path("from"));
                targets.add(from.scheme() + ":" + from.target());
            }
        }
        for (RouteFile file : all) {
            for (Endpoint to : file.endpoints()) {
                String target = to.scheme() + ":" + to.target();
                boolean kept =
                        !target.matches("(direct|kamelet):.*") || target.contains("${") || targets.contains(target);
                breaches.unless(kept, file, target + ": nothing has this name, write one that is there or add it");
            }
        }
    }

    @Test
    void beansAreDefinedInTheGateway() {
        Set<String> beans = beans();
        for (RouteFile file : all) {
            for (String bean : file.beans()) {
                breaches.unless(
                        beans.contains(bean), file, "bean " + bean + ": write the name of a @Bean or @Component");
            }
        }
    }

    @Test
    void queuesAreChannels() {
        Set<String> channels = new TreeSet<>(Set.of("upvest.{{channel}}"));
        for (String key : settings.stringPropertyNames()) {
            if (key.startsWith("upvest.channels[")) {
                channels.add("upvest." + settings.getProperty(key));
            }
        }
        for (RouteFile file : all) {
            for (Endpoint endpoint : file.endpoints()) {
                boolean sink = endpoint.is("kamelet") && endpoint.target().equals("queue-sink");
                String queue = sink ? "upvest." + endpoint.option("channel") : endpoint.target();
                boolean kept = !sink && !endpoint.is("jms") || channels.contains(queue);
                breaches.unless(
                        kept,
                        file,
                        "queue " + queue + ": write one of upvest.channels, or list it in config/application.yaml");
            }
        }
    }

    private static Set<String> beans() {
        Set<String> names = new TreeSet<>();
        var scanner = new ClassPathScanningCandidateComponentProvider(true);
        for (var bean : scanner.findCandidateComponents("upvest.gateway")) {
            names.add(AnnotationBeanNameGenerator.INSTANCE.generateBeanName(bean, new SimpleBeanDefinitionRegistry()));
            var methods = ((AnnotatedBeanDefinition) bean).getMetadata().getAnnotatedMethods(Bean.class.getName());
            for (var method : methods) {
                String[] given = method.getAnnotations().get(Bean.class).getStringArray("name");
                names.addAll(given.length == 0 ? List.of(method.getMethodName()) : List.of(given));
            }
        }
        return names;
    }
}
