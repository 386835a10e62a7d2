package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Descriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import upvest.gateway.testing.TestGateway;

/** What a gateway says of its operations is complete, and is what the reference says. */
class MBeansTest {
    private static final Path PAGE = Path.of("docs/reference/mbeans.md");
    private static final String BEGIN = "<!-- begin: written from a running gateway -->\n";

    @Test
    void thePageIsWhatAGatewaySays() throws Exception {
        StringBuilder said = new StringBuilder();
        try (TestGateway gateway = TestGateway.start(Map.of())) {
            assertThat(gateway.actuator("health").statusCode()).isEqualTo(200);
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName name : new TreeSet<>(server.queryNames(new ObjectName("upvest.gateway:*"), null))) {
                tell(name, server.getMBeanInfo(name), said);
            }
        }
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + said;
        Path renewed = Files.writeString(Path.of("target/mbeans.md"), written);
        assertThat(page).as("copy " + renewed + " to " + PAGE).isEqualTo(written);
    }

    private static void tell(ObjectName name, MBeanInfo info, StringBuilder said) {
        assertThat(info.getDescription()).as(name.toString()).contains(" ");
        said.append("\n## ").append(name.getKeyProperty("type")).append("\n\n");
        said.append('`')
                .append(name)
                .append("`: ")
                .append(info.getDescription())
                .append(".\n");
        List<MBeanAttributeInfo> attributes = sorted(info.getAttributes());
        if (!attributes.isEmpty()) {
            said.append("\n| Attribute | Shows |\n| --- | --- |\n");
            attributes.forEach(attribute -> row(said, attribute.getName(), attribute));
        }
        for (MBeanOperationInfo operation : sorted(info.getOperations())) {
            if (!isGetter(operation.getDescriptor())) {
                tell(operation, said);
            }
        }
    }

    private static void tell(MBeanOperationInfo operation, StringBuilder said) {
        String parameters = Arrays.stream(operation.getSignature())
                .map(MBeanFeatureInfo::getName)
                .collect(Collectors.joining(", ", "(", ")"));
        assertThat(operation.getDescription()).as(operation.getName()).contains(" ");
        said.append("\n`").append(operation.getName()).append(parameters).append("`: ");
        said.append(operation.getDescription()).append(".\n");
        if (operation.getSignature().length > 0) {
            said.append("\n| Parameter | Is |\n| --- | --- |\n");
        }
        for (MBeanParameterInfo parameter : operation.getSignature()) {
            row(said, parameter.getName(), parameter);
        }
    }

    private static void row(StringBuilder said, String name, MBeanFeatureInfo feature) {
        assertThat(feature.getDescription()).as(name).contains(" ");
        said.append("| `").append(name).append("` | ");
        said.append(feature.getDescription().replace("|", "\\|")).append(" |\n");
    }

    private static <T extends MBeanFeatureInfo> List<T> sorted(T[] features) {
        return Stream.of(features)
                .sorted(Comparator.comparing(MBeanFeatureInfo::getName))
                .toList();
    }

    private static boolean isGetter(Descriptor descriptor) {
        return "getter".equals(descriptor.getFieldValue("role"));
    }
}
