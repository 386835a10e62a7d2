package upvest.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.AbstractDiscoveredOperation;
import org.springframework.boot.actuate.endpoint.jmx.ExposableJmxEndpoint;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperationParameter;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;
import upvest.gateway.testing.TestGateway;

/** What a gateway says of its operations is complete, the same over HTTP and in JMX, and is what the reference says. */
class OperationsPageTest {
    private static final Path PAGE = Path.of("docs/reference/operations.md");
    private static final String BEGIN = "<!-- begin: generated from a running gateway -->\n";

    @Test
    void thePageIsWhatAGatewaySays() throws Exception {
        StringBuilder said = new StringBuilder();
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            Map<Method, WebOperationRequestPredicate> requests = new LinkedHashMap<>();
            gateway.bean(WebEndpointsSupplier.class).getEndpoints().stream()
                    .flatMap(endpoint -> endpoint.getOperations().stream())
                    .filter(AbstractDiscoveredOperation.class::isInstance)
                    .forEach(operation -> requests.put(method(operation), operation.getRequestPredicate()));
            gateway.bean(JmxEndpointsSupplier.class).getEndpoints().stream()
                    .sorted(Comparator.comparing(
                            endpoint -> endpoint.getEndpointId().toString()))
                    .forEach(endpoint -> tell(endpoint, requests, said));
        }
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + said;
        Path renewed = Files.writeString(Path.of("target/operations.md"), written);
        assertThat(page).as("copy " + renewed + " to " + PAGE).isEqualTo(written);
    }

    private static Method method(Object operation) {
        return ((AbstractDiscoveredOperation) operation).getOperationMethod().getMethod();
    }

    private static void tell(
            ExposableJmxEndpoint endpoint, Map<Method, WebOperationRequestPredicate> requests, StringBuilder said) {
        said.append("\n## ").append(endpoint.getEndpointId()).append('\n');
        List<JmxOperation> operations = endpoint.getOperations().stream()
                .sorted(Comparator.comparing(JmxOperation::getName))
                .toList();
        for (JmxOperation operation : operations) {
            WebOperationRequestPredicate request = requests.get(method(operation));
            assertThat(request).as("over HTTP: " + operation).isNotNull();
            tell(operation, request.getHttpMethod() + " /actuator/" + request.getPath(), said);
        }
    }

    private static void tell(JmxOperation operation, String request, StringBuilder said) {
        String parameters = operation.getParameters().stream()
                .map(JmxOperationParameter::getName)
                .collect(Collectors.joining(", ", "(", ")"));
        assertThat(operation.getDescription())
                .as(operation.getName())
                .contains(" ")
                .doesNotStartWith("Invoke ");
        said.append("\n`").append(request).append("`, in JMX `").append(operation.getName());
        said.append(parameters).append("`: ").append(operation.getDescription()).append(".\n");
        if (!operation.getParameters().isEmpty()) {
            said.append("\n| Parameter | Is |\n| --- | --- |\n");
        }
        for (JmxOperationParameter parameter : operation.getParameters()) {
            assertThat(parameter.getDescription()).as(parameter.getName()).contains(" ");
            said.append("| `").append(parameter.getName()).append("` | ");
            said.append(parameter.getDescription().replace("|", "\\|")).append(" |\n");
        }
    }
}
