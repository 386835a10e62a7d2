package upvest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** The builds beside the gateway's own cannot have it as a parent, so they say versions again: the same ones. */
class VersionsTest {
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    @ParameterizedTest
    @ValueSource(strings = {"consumer-kit/pom.xml", "examples/pom.xml", "examples/spring-jms/pom.xml", "bench/pom.xml"})
    void areThoseOfTheGateway(String pom) throws Exception {
        for (String place : new String[] {
            "/project/parent/version",
            "/project/version",
            "/project/properties/java.version",
            "/project/properties/artemis.version",
            "/project/properties/artemis-jakarta.version",
            "/project/properties/camel.version"
        }) {
            String version = version(pom, place);
            if (!version.isEmpty()) {
                assertThat(version)
                        .as("write in " + pom + " at " + place + " what stands in pom.xml")
                        .isEqualTo(version("pom.xml", place));
            }
        }
        assertThat(version(pom, "/project/version")).isNotEmpty();
    }

    @Test
    void theExampleUsesTheKitOfThisVersion() throws Exception {
        assertThat(version("examples/spring-jms/pom.xml", "/project/properties/upvest-consumer-kit.version"))
                .isEqualTo(version("pom.xml", "/project/version"));
    }

    @Test
    void thePagesNameTheSame() throws Exception {
        assertThat(Files.readString(Path.of("docs/how-to/test-a-consumer.md")))
                .contains("<version>" + version("pom.xml", "/project/version") + "</version>");
        assertThat(Files.readString(Path.of("docs/how-to/read-a-queue.md")))
                .contains(
                        "<version>" + version("pom.xml", "/project/properties/artemis-jakarta.version") + "</version>");
        assertThat(Files.readString(Path.of("examples/node-amqp/README.md")))
                .contains("apache-artemis-" + version("pom.xml", "/project/properties/artemis-jakarta.version") + "/");
        assertThat(Files.readString(Path.of("docs/how-to/set-up-the-broker.md")))
                .contains("Artemis " + version("pom.xml", "/project/properties/artemis.version") + " or newer");
    }

    @Test
    void theReleaseHasOneVersionEverywhere() throws Exception {
        String version = version("pom.xml", "/project/version");
        assertThat(Files.readString(Path.of("CHANGELOG.md"))).contains("\n## [" + version + "] - 20");
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("org.opencontainers.image.version=\"" + version + "\"");
        assertThat(Files.readString(Path.of("deploy/kubernetes/components/pod/pod.yaml")))
                .contains("image: upvest-gateway:" + version + "\n");
        assertThat(Files.readString(Path.of("src/main/java/upvest/gateway/cli/GatewayCommand.java")))
                .contains("version = \"upvest-gateway " + version + "\"");
    }

    private static String version(String pom, String place) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of(pom).toFile());
        return XPATH.evaluate(place, document);
    }
}
