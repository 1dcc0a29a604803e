package dev.fluxftp.samples.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What one run of the command came to. */
record Run(int code, byte[] stdout, String err) {

    static Run of(String... args) {
        return withInput(new byte[0], args);
    }

    static Run withInput(byte[] input, String... args) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(input));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int code = Fluxftp.run(args);
            return new Run(code, printed.toByteArray(), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    List<String> errorLines() {
        return err.lines().toList();
    }
}
