package upvest.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import upvest.gateway.check.AsyncApi;
import upvest.gateway.check.Trial;

/** {@code gateway asyncapi}. */
@Command(
        name = "asyncapi",
        description = {
            "Prints the consumers' contract, an AsyncAPI 3.0 document.",
            "",
            "Channels, event types and headers are those that the routes send, found by trial as in \"gateway check\";"
                    + " addresses are those of the settings. The document is self-contained: give it to those who read the"
                    + " queues.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway asyncapi > asyncapi.yaml",
            "  gateway asyncapi --contract=live --upvest.broker.url=tcp://artemis:61616",
        },
        exitCodeList = {"0:the document is printed", "2:invalid command line, or the routes do not start"})
final class AsyncApiCommand extends RouteCommand {

    @Override
    public Integer call() throws IOException {
        try (Trial trial = start()) {
            PrintWriter out = out();
            out.print(AsyncApi.yaml(AsyncApi.of(home(), trial)));
            out.flush();
        }
        return 0;
    }
}
