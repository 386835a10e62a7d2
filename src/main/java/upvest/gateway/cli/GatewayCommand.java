package upvest.gateway.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import upvest.gateway.JavaObjects;
import upvest.gateway.Printable;
import upvest.gateway.upvestapi.ApiFailure;

/** {@code bin/gateway}. */
@Command(
        name = "gateway",
        description = "Starts, tries, watches and repairs the Upvest webhook gateway, and checks its routes.",
        mixinStandardHelpOptions = true,
        version = "upvest-gateway 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:not all of it: something was refused, did not come, is wrong or goes elsewhere",
            "2:invalid command line",
            "3:gateway or broker cannot be reached, or the gateway refuses the login"
        })
public final class GatewayCommand {
    static final int NOT_ALL = 1;
    static final int UNREACHABLE = 3;

    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            PrepareCommand.class,
            SendCommand.class,
            ListenCommand.class,
            CheckCommand.class,
            TryCommand.class,
            CaseCommand.class,
            DiffCommand.class,
            AsyncApiCommand.class,
            SchemasCommand.class,
            StatusCommand.class,
            EventCommand.class,
            DeliveryCommand.class,
            ObjectCommand.class,
            FindCommand.class,
            ReconcileCommand.class,
            RoutesCommand.class,
            ApplyCommand.class,
            DriftCommand.class,
            HashPasswordCommand.class,
            ReplayCommand.class,
            PurgeCommand.class,
            EraseCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            AuditCommand.class,
            UpvestCommand.class,
            CommandLine.HelpCommand.class);

    private GatewayCommand() {}

    public static void main(String[] arguments) {
        JavaObjects.refuse();
        Locale.setDefault(Locale.ENGLISH); // numbers in digits that programs read
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        CommandLine commands =
                commandLine(asked(arguments)).setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        int code = commands.setOut(new PlainOutput(commands.getOut()))
                .setErr(new PlainOutput(commands.getErr()))
                .execute(arguments);
        if (System.out.checkError()) {
            System.err.println("gateway: not all of it could be written");
            code = Math.max(code, NOT_ALL);
        }
        System.exit(code);
    }

    /** Whether all that was printed could be written: the pipe may be closed, the disk full. */
    static boolean written(PrintWriter out) {
        out.flush();
        return !System.out.checkError(); // which hides it from the writer
    }

    /** The one command that is asked for, as the others would take longer to describe than it to begin; else all. */
    private static List<Class<?>> asked(String[] arguments) {
        for (Class<?> command : COMMANDS) {
            if (arguments.length > 0
                    && command.getAnnotation(Command.class).name().equals(arguments[0])
                    && command != CommandLine.HelpCommand.class) {
                return List.of(command);
            }
        }
        return COMMANDS;
    }

    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    private static CommandLine commandLine(List<Class<?>> known) {
        CommandLine commands = new CommandLine(new GatewayCommand());
        known.forEach(commands::addSubcommand);
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText("gateway: " + explain(failure)));
                    return failure instanceof IllegalArgumentException
                                    || failure instanceof NoSuchFileException
                                    || failure instanceof UncheckedIOException
                            ? ExitCode.USAGE
                            : UNREACHABLE;
                });
    }

    private static String explain(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof NoSuchFileException) {
            return "no such file: " + message;
        }
        if (failure instanceof UncheckedIOException local) {
            return String.valueOf(Objects.requireNonNull(local.getCause()).getMessage());
        }
        if (failure instanceof ApiFailure) {
            return message;
        }
        if (failure instanceof ConnectException) {
            return "nobody listens there: is the gateway running (./mvnw spring-boot:run)?";
        }
        if (failure.getCause() instanceof ActiveMQNotConnectedException) {
            return "the broker cannot be reached: is the gateway running, is --url right?";
        }
        if (failure instanceof JMSSecurityException) {
            return "the broker refuses the login, or does not permit this: set GATEWAY_BROKER_USER and GATEWAY_BROKER_PASSWORD; those"
                    + " of the embedded broker are in data/consumers (" + Printable.line(message) + ")";
        }
        if (failure instanceof JMSException || failure instanceof IOException) {
            return message.lines().findFirst().orElse("") + " - is the gateway running, is the address right?";
        }
        return message;
    }
}
