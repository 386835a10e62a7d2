package upvest.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gateway erase}. */
@Command(
        name = "erase",
        description = {
            "Removes everything that names one object. Without --yes it only shows what and where.",
            "",
            "Messages in all queues of the gateway whose UpvestObjectId it is or whose body contains it, files, mails in"
                    + " the mailbox folder, recorded deliveries. The ledger keeps the events' ids and forgets whose they"
                    + " are. What consumers hold cannot be looked at: it is counted; run the command again later. The"
                    + " report is the proof; the audit names the object by its hash only.",
        },
        footer = {
            "",
            "Examples:",
            "  gateway erase 5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8",
            "  gateway erase 5790f82e-c1d3-4cff-aa3a-f4d46b0a18e8 --yes --why \"request 4711\""
        },
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:not all: some are with consumers, or it was stopped",
            "2:invalid command line",
            "3:the gateway cannot be reached, or refuses the login"
        })
final class EraseCommand extends WorkCommand {

    @Parameters(paramLabel = "OBJECT_ID", arity = "0..1", description = "Id of a resource or of an account, a UUID.")
    private @Nullable String object;

    @Override
    @Nullable
    String what() {
        return object;
    }

    @Override
    Map<String, Object> request() {
        return Map.of("object", Objects.requireNonNull(object));
    }

    @Override
    void printReport(PrintWriter out, JsonNode report) {
        out.printf(
                "object %s, %s by %s at %s%n",
                report.path("object").asText(),
                report.path("dryRun").asBoolean() ? "searched" : "erased",
                report.path("by").asText(),
                report.path("at").asText());
        report.path("messages")
                .fields()
                .forEachRemaining(queue ->
                        out.printf("%7d  messages in %s%n", queue.getValue().asInt(), queue.getKey()));
        out.printf("%7d  files%n", report.path("files").asInt());
        out.printf("%7d  mails in the mailbox folder%n", report.path("mails").asInt());
        out.printf(
                "%7d  recorded deliveries%n", report.path("recordedDeliveries").asInt());
        out.printf("%7d  rows of the ledger%n", report.path("ledger").asInt());
        if (report.path("left").asInt() > 0) {
            out.printf(
                    "%7d  of the messages were with consumers, or consumed meanwhile%n",
                    report.path("left").asInt());
        }
        LongWork.counts(
                out,
                "held by consumers or waiting in the inbox, and not looked at; say it again later:",
                report.path("notLookedAt"));
        out.println(LongWork.end(report));
    }
}
