package dev.fluxftp.samples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:unexpected failure",
            " 2:wrong use",
            " 3:cannot connect",
            " 4:TLS failed, or the certificate is not to be trusted",
            " 5:login refused",
            " 6:no such file or directory on the server, or no permission",
            " 7:refused by the server for another reason",
            " 8:the local file cannot be read or written",
            " 9:a deadline passed",
            "10:the connection was lost, or the transfer is incomplete",
            "11:cannot resume: the file is not the same any more",
            "12:the server does not speak FTP as it should",
            "130:interrupted"
        })
public final class Fluxftp {

    private Fluxftp() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and gives its exit code. */
    static int run(String... args) {
        return new CommandLine(new Fluxftp())
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
                .setParameterExceptionHandler((wrong, given) -> {
                    CommandLine command = wrong.getCommandLine();
                    command.getErr().println("fluxftp: " + wrong.getMessage());
                    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
                    return ExitCode.WRONG_USE.code();
                })
                .execute(args);
    }

    private static int report(Exception failure, CommandLine command) {
        command.getErr().println("fluxftp: " + ExitCode.words(failure));
        if (command.getCommand() instanceof Session session && session.isVerbose()) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.of(failure).code();
    }
}
