package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import upvest.gateway.upvestapi.ApiFailure;

/** {@code gateway upvest test}. */
@Command(name = "test", description = "Lets Upvest deliver a test event, and shows what the gateway answered.")
final class TestCommand extends ApiCommand {
    private static final int LONGEST_BODY = 500;

    @Parameters(paramLabel = "ID", description = "The subscription's id, as \"gateway upvest subscriptions\" lists it.")
    private String id = "";

    @Override
    public Integer call() throws ApiFailure {
        return print(out(), subscriptions().test(id));
    }

    /** @return 0 when the gateway answered 200 */
    static int print(PrintWriter out, JsonNode test) {
        JsonNode response = test.path("response");
        int status = response.path("status").asInt();
        out.printf(
                "tested    %s: %s%n",
                line(test.path("url").asText()), status == 0 ? "no answer" : "the gateway answered " + status);
        for (String member : new String[] {"error", "body"}) {
            String text = line(response.path(member).asText());
            if (!text.isEmpty() && status != 200) {
                out.printf("          %s%n", text);
            }
        }
        if (status != 200) {
            out.printf("          %s%n", advice(status));
        }
        return status == 200 ? 0 : GatewayCommand.NOT_ALL;
    }

    private static String advice(int status) {
        return switch (status) {
            case 0 -> "Upvest does not reach it: look at the name, the certificate and the source addresses";
            case 401 ->
                "the gateway refuses the signature: \"gateway status\" says why, \"gateway upvest keys\" who signs";
            case 404 -> "it is not the path of upvest.path, or not the gateway that answers";
            default -> "exactly 200 is success; Upvest holds back all that follows. \"gateway status\" says why";
        };
    }

    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_BODY ? line : line.substring(0, LONGEST_BODY) + "...";
    }
}
