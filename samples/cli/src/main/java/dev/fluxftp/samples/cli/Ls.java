package dev.fluxftp.samples.cli;

import dev.fluxftp.listing.FtpEntry;
import dev.fluxftp.protocol.Escaped;
import dev.fluxftp.protocol.LocalFileException;
import dev.fluxftp.session.FtpUrl;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fluxftp ls URL}. */
@Command(name = "ls", description = "Lists a directory.", mixinStandardHelpOptions = true)
final class Ls extends Session {

    @Parameters(paramLabel = "URL")
    private String url = "";

    @Override
    public Integer call() {
        FtpUrl target = parse(url);
        String path = target.path().length() > 1 && target.path().endsWith("/")
                ? target.path().substring(0, target.path().length() - 1)
                : target.path();
        run(target, client -> client.list(path).doOnNext(this::print).then());
        if (out().checkError()) {
            throw new LocalFileException(
                    "write", "the standard output", "not all of it was taken", new IOException("not all was taken"));
        }
        return 0;
    }

    private void print(FtpEntry entry) {
        if (entry.type() == FtpEntry.Type.UNPARSED) {
            tell("fluxftp: cannot read this line of the listing: " + Escaped.text(entry.raw()));
            return;
        }
        String size = entry.size() < 0 ? "-" : Long.toString(entry.size());
        String time = entry.modified() == null
                ? "-"
                : entry.modified().truncatedTo(ChronoUnit.SECONDS).toString();
        String link = entry.linkTarget() == null ? "" : " -> " + Escaped.text(entry.linkTarget());
        out().printf(
                        "%s%-10s %14s %-20s %s%s%n",
                        letter(entry.type()), permissions(entry), size, time, Escaped.text(entry.name()), link);
    }

    private static String permissions(FtpEntry entry) {
        return entry.permissions() == null ? "-" : Escaped.text(entry.permissions());
    }

    private static char letter(FtpEntry.Type type) {
        return switch (type) {
            case FILE -> '-';
            case DIRECTORY -> 'd';
            case LINK -> 'l';
            case OTHER, UNPARSED -> '?';
        };
    }
}
