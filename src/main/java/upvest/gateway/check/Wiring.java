package upvest.gateway.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import upvest.gateway.broker.Queues;
import upvest.gateway.check.RouteFile.Endpoint;
import upvest.gateway.check.RouteFile.Named;
import upvest.gateway.check.YamlFile.Place;

/** Every name in a route or kamelet file is the name of something: a setting, a route, a kamelet, a bean, a queue. */
final class Wiring {
    private final Checkout checkout;
    private final List<Finding> found = new ArrayList<>();

    private Wiring(Checkout checkout) {
        this.checkout = checkout;
    }

    static List<Finding> findings(Checkout checkout) {
        Wiring wiring = new Wiring(checkout);
        checkout.all().forEach(wiring::placeholders);
        wiring.calls();
        wiring.beans();
        wiring.queues();
        wiring.names();
        wiring.notCalled();
        return wiring.found;
    }

    private void placeholders(RouteFile file) {
        Place properties = new Place(file.yaml(), "", file.yaml().content()).at("/spec/definition/properties");
        for (Named placeholder : file.placeholders()) {
            String key = placeholder.name().replaceFirst("^\\?", "");
            if (key.contains(":")) {
                found.add(file.finding(
                        placeholder.line(),
                        Rule.PLACEHOLDER,
                        "{{" + key + "}} has a default of its own",
                        "write {{" + key.replaceFirst(":.*", "") + "}}, and its default into config/application.yaml"));
            } else if (!checkout.isSetting(key) && !properties.node().has(key)) {
                found.add(file.finding(
                        placeholder.line(),
                        Rule.PLACEHOLDER,
                        "{{" + key + "}} is not a setting",
                        "write a key of config/application.yaml, or add " + key + ": with its default there"));
            }
        }
    }

    private void calls() {
        Set<String> targets = new TreeSet<>(Set.of("kamelet:source"));
        checkout.kamelets().forEach(file -> targets.add("kamelet:" + file.name()));
        for (RouteFile file : checkout.routes()) {
            for (Place route : file.routes()) {
                Endpoint from = new Endpoint(route.at("/from"), route.line());
                targets.add(from.scheme() + ":" + from.target());
            }
        }
        for (RouteFile file : checkout.all()) {
            for (Endpoint to : file.endpoints()) {
                String target = to.scheme() + ":" + to.target();
                if (target.matches("(direct|kamelet):[^$]*") && !targets.contains(target)) {
                    String kind = to.is("direct") ? "route" : "kamelet";
                    found.add(to.finding(
                            Rule.CONSUMER,
                            "there is no " + kind + " " + to.target(),
                            "write one that is there, or add it to " + kind + "s/"));
                }
            }
        }
    }

    private void beans() {
        Set<String> beans = knownBeans();
        for (RouteFile file : checkout.all()) {
            for (Named bean : file.beans()) {
                if (!beans.contains(bean.name())) {
                    found.add(file.finding(
                            bean.line(),
                            Rule.BEAN,
                            "there is no bean " + bean.name(),
                            "write the name of a @Bean or @Component below upvest.gateway"));
                }
            }
        }
    }

    private void queues() {
        Set<String> channels = new TreeSet<>(Set.of(Queues.PREFIX + "{{channel}}"));
        checkout.channels().forEach(channel -> channels.add(Queues.PREFIX + channel));
        for (RouteFile file : checkout.all()) {
            for (Endpoint endpoint : file.endpoints()) {
                boolean sink = endpoint.is("kamelet")
                        && endpoint.target().equals("queue-sink")
                        && !endpoint.option("channel").isEmpty();
                String queue = checkout.resolved(sink ? Queues.PREFIX + endpoint.option("channel") : endpoint.target());
                if ((sink || endpoint.is("jms")) && !channels.contains(queue)) {
                    Place channel = endpoint.place().at("/parameters/channel");
                    found.add(new Finding(
                            file.yaml().path(),
                            sink ? channel.line() : endpoint.line(),
                            Rule.CHANNEL,
                            "nobody has declared the queue " + queue,
                            "write one of upvest.channels, or list it there, in config/application.yaml"));
                }
            }
        }
    }

    /** Consumers write these names, and other brokers tell large letters from small ones. */
    private void names() {
        for (YamlFile file : checkout.config()) {
            for (Place channel :
                    new Place(file, "", file.content()).at("/upvest/channels").children()) {
                if (!channel.text().matches("[a-z][a-z0-9]*([-.][a-z0-9]+)*")) {
                    found.add(channel.finding(
                                    Rule.CHANNEL,
                                    "the queue " + Queues.PREFIX + channel.text() + " is not written in small letters",
                                    "write lower-case words with hyphens: like-this")
                            .warning());
                }
            }
        }
    }

    private void notCalled() {
        Set<String> called = new TreeSet<>();
        for (RouteFile file : checkout.routes()) {
            file.endpoints().stream()
                    .filter(to -> to.is("direct") && !to.place().pointer().endsWith("/route/from"))
                    .forEach(to -> called.add(to.target()));
        }
        for (RouteFile file : checkout.routes()) {
            for (Place route : file.isDomain() ? file.routes() : List.<Place>of()) {
                Endpoint from = new Endpoint(route.at("/from"), route.line());
                if (from.is("direct") && !called.contains(from.target())) {
                    found.add(route.finding(
                            Rule.NOT_CALLED,
                            "nobody calls the route " + from.target(),
                            "call it in routes/domains/by-domain.camel.yaml, or delete it"));
                }
            }
        }
    }

    private static Set<String> knownBeans() {
        Set<String> names = new TreeSet<>();
        var scanner = new ClassPathScanningCandidateComponentProvider(true);
        scanner.setMetadataReaderFactory(TrialBeans.CLASSES);
        for (var bean : scanner.findCandidateComponents(TrialBeans.PACKAGE)) {
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
