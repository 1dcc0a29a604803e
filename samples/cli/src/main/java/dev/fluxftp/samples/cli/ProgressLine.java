package dev.fluxftp.samples.cli;

import dev.fluxftp.protocol.Escaped;
import dev.fluxftp.reactor.TransferProgress;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the standard error where that is a terminal, else nothing. */
final class ProgressLine implements Consumer<TransferProgress>, AutoCloseable {

    private static final int INTERVAL_MILLIS = 200;
    private static final long MEBIBYTE = 1 << 20;

    private final String name;
    private final boolean shown;
    private @Nullable ProgressBar bar;

    private ProgressLine(String name, boolean shown) {
        this.name = name;
        this.shown = shown;
    }

    static ProgressLine of(String name, boolean quiet) {
        // the launcher asks the shell: what System.console() says differs between JDKs
        return new ProgressLine(Escaped.text(name), Boolean.getBoolean("fluxftp.terminal") && !quiet);
    }

    @Override
    public synchronized void accept(TransferProgress progress) {
        if (shown) {
            ProgressBar current = bar == null ? open(progress) : bar;
            bar = current;
            current.stepTo(progress.position());
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private ProgressBar open(TransferProgress first) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(first.total())
                .startsFrom(first.position(), java.time.Duration.ZERO)
                .setUnit(" MiB", MEBIBYTE)
                .showSpeed()
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
    }
}
