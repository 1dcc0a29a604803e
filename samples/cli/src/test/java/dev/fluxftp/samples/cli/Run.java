package dev.fluxftp.samples.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StringWriter complained = new StringWriter();
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setIn(new ByteArrayInputStream(input));
        System.setOut(captured);
        try {
            PrintWriter text = new PrintWriter(captured, true, StandardCharsets.UTF_8);
            int code = Fluxftp.run(text, new PrintWriter(complained, true), args);
            return new Run(code, printed.toByteArray(), complained.toString());
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
    }

    String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    List<String> errorLines() {
        return err.lines().toList();
    }
}
