package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.Escaped;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import reactor.core.Exceptions;

/** The program: hands the arguments to the commands and turns what they throw into one line and an exit code. */
@Command(
        name = "fluxftp",
        description =
                "Lists, downloads and uploads over FTP and FTPS. URLs are ftp:// (in the clear), ftpes:// (explicit"
                        + " TLS) or ftps:// (implicit TLS), with user:password@ where the server wants them; paths are relative to"
                        + " the login directory, %%2F at their start makes them absolute.",
        mixinStandardHelpOptions = true,
        version = "fluxftp 0.1.0",
        subcommands = {Ls.class, Get.class, Put.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n")
public final class Fluxftp {

    private Fluxftp() {}

    public static void main(String[] args) {
        System.exit(run(
                new PrintWriter(System.out, true, Charset.defaultCharset()),
                new PrintWriter(System.err, true, Charset.defaultCharset()),
                args));
    }

    /** Runs one command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine program = new CommandLine(new Fluxftp())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, given) -> explain(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        program.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        return program.execute(args);
    }

    private static int explain(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        // picocli quotes arguments, passwords and all; where the scheme was forgotten, too
        String words = oneLine(wrong).replaceAll("'.*@", "'***@");
        command.getErr().println("fluxftp: " + words + " (see " + name + " --help)");
        return ExitCode.WRONG_USE.code();
    }

    private static int report(Exception failure, CommandLine command) {
        command.getErr().println("fluxftp: " + oneLine(failure));
        if (command.getCommand() instanceof Session session && session.isVerbose()) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.of(failure).code();
    }

    private static String oneLine(Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        // to the last @, for a password may hold one, or a slash; a URL in the place of a file has one slash left
        return Escaped.text(words).replaceAll("(:/+).*@", "$1***@");
    }
}
