package dev.fluxftp.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the program. */
record Run(int code, String out, String err) {

    static Run of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Fluxftp.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Run(code, out.toString(), err.toString());
    }

    void succeeded() {
        assertThat(code).as(err).isZero();
    }

    /** With that code and exactly one line that holds the words. */
    void failed(int expected, String words) {
        assertThat(code).as(err).isEqualTo(expected);
        assertThat(err.lines())
                .singleElement()
                .asString()
                .startsWith("fluxftp: ")
                .contains(words);
    }
}
