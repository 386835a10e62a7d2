package upvest.gateway.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files below {@code deploy/kubernetes}, and what Kubernetes knows of what is in them. */
final class Manifests {
    static final Path FOLDER = Path.of("deploy/kubernetes");
    static final List<String> OVERLAYS = List.of("embedded", "scaled");

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Fields that the API does not have are errors: Kubernetes' model would keep them as additional properties. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated any) {
                    return false;
                }
            })
            .build();

    private static final Map<String, Class<?>> TYPES = Map.of(
            "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1 Service", Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "apps/v1 Deployment", Deployment.class,
            "apps/v1 StatefulSet", StatefulSet.class,
            "networking.k8s.io/v1 Ingress", Ingress.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);

    private Manifests() {}

    /** The documents of a file. */
    static List<JsonNode> in(Path file) throws IOException {
        return documents(Files.readString(file));
    }

    private static List<JsonNode> documents(String yaml) throws IOException {
        return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
    }

    static boolean isOfKustomize(JsonNode document) {
        return document.path("apiVersion").asText().startsWith("kustomize.config.k8s.io/");
    }

    /** Reads a resource as Kubernetes would; throws when it has a field, or a value of a kind, that there is not. */
    static Object strictly(JsonNode resource) throws IOException {
        String type = resource.path("apiVersion").asText() + " "
                + resource.path("kind").asText();
        Class<?> known = TYPES.get(type);
        if (known == null) {
            throw new IOException("write down the class of " + type + " in Manifests");
        }
        return STRICT.treeToValue(resource, known);
    }

    /** The container of the gateway, the same in both overlays. */
    static JsonNode container() throws IOException {
        return in(FOLDER.resolve("components/pod/pod.yaml")).get(0).at("/spec/template/spec/containers/0");
    }

    /**
     * What {@code kubectl apply -k} would send.
     *
     * @throws IOException when there is no kubectl
     */
    static List<JsonNode> rendered(Path overlay) throws IOException, InterruptedException {
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", overlay.toString()).start();
        String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String wrong = new String(kubectl.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kubectl.waitFor() != 0) {
            throw new AssertionError(overlay + ": " + wrong);
        }
        return documents(yaml);
    }
}
