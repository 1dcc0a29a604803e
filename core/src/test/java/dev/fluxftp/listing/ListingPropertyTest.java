package dev.fluxftp.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fluxftp.protocol.TimeVal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server writes is what is read, and what nobody wrote hurts nobody. Set {@code fluxftp.seed} to run one again. */
class ListingPropertyTest {

    private static final int RUNS = 5000;
    private static final Instant NOW = ListingCorpusTest.NOW;

    private final long seed = Long.getLong("fluxftp.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("ListingPropertyTest: -Dfluxftp.seed=" + seed);
    }

    @Test
    void mlsxIsReadAsWritten() {
        for (int i = 0; i < RUNS; i++) {
            String name = name();
            long size = size();
            TimeVal time = new TimeVal(Instant.ofEpochMilli(random.nextLong(0, 253402300800000L)), ChronoUnit.MILLIS);
            String line = "Type=file;Size=" + size + ";Modify=" + time.format() + "; " + name;
            FtpEntry entry = ListingFormat.mlsx().read(line).orElseThrow();
            assertThat(List.of(entry.name(), entry.size(), entry.modified(), entry.type()))
                    .as(this::seed)
                    .isEqualTo(List.of(name, size, time.instant(), FtpEntry.Type.FILE));
        }
    }

    @Test
    void unixIsReadAsWritten() {
        for (int i = 0; i < RUNS; i++) {
            String name = name();
            long size = size();
            // ls itself: the time within half a year, else the year
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    NOW.getEpochSecond() - random.nextLong(0, 2 * 15_778_476L), 0, ZoneOffset.UTC);
            boolean recent =
                    time.isAfter(LocalDateTime.ofInstant(NOW, ZoneOffset.UTC).minusSeconds(15_778_476L));
            String date = DateTimeFormatter.ofPattern(recent ? "MMM ppd HH:mm" : "MMM ppd  yyyy", Locale.ENGLISH)
                    .format(time);
            String line = String.format(
                    Locale.ROOT, "-rw-r--r-- %4d %-8s %-8s %8d %s %s", 1, "bob", "staff", size, date, name);
            FtpEntry entry = ListingCorpusTest.UNIX.read(line).orElseThrow();
            assertThat(List.of(entry.name(), entry.size(), entry.owner(), entry.group(), entry.modified()))
                    .as(() -> seed() + ' ' + line)
                    .isEqualTo(List.of(
                            name,
                            size,
                            "bob",
                            "staff",
                            time.truncatedTo(recent ? ChronoUnit.MINUTES : ChronoUnit.DAYS)
                                    .toInstant(ZoneOffset.UTC)));
        }
    }

    @Test
    void windowsIsReadAsWritten() {
        for (int i = 0; i < RUNS; i++) {
            String name = name();
            long size = size();
            boolean directory = random.nextBoolean();
            LocalDateTime time =
                    LocalDateTime.ofEpochSecond(60 * random.nextLong(0, 3155760000L / 60), 0, ZoneOffset.UTC);
            String date = DateTimeFormatter.ofPattern(
                            random.nextBoolean() ? "MM-dd-yy  hh:mma" : "MM-dd-yyyy  HH:mm", Locale.ENGLISH)
                    .format(time);
            String kind = directory ? "      <DIR>         " : String.format(Locale.ROOT, "%19d", size);
            String line = date + ' ' + kind + ' ' + name;
            FtpEntry entry = ListingCorpusTest.WINDOWS.read(line).orElseThrow();
            assertThat(List.of(entry.name(), entry.size(), entry.isDirectory(), entry.modified()))
                    .as(() -> seed() + ' ' + line)
                    .isEqualTo(List.of(name, directory ? -1L : size, directory, time.toInstant(ZoneOffset.UTC)));
        }
    }

    @Test
    void noLineIsLostOrThrowsWhateverItSays() {
        List<String> corpus = new ArrayList<>();
        for (String file : List.of("mlsx.txt", "mlst.txt", "unix.txt", "windows.txt")) {
            corpus.addAll(Corpus.lines(file));
        }
        ListingFormat detecting = ListingFormat.detecting(ZoneOffset.UTC, NOW);
        for (int i = 0; i < RUNS; i++) {
            String line = mutate(corpus.get(random.nextInt(corpus.size())));
            for (ListingFormat format :
                    List.of(ListingFormat.mlsx(), ListingCorpusTest.UNIX, ListingCorpusTest.WINDOWS, detecting)) {
                Optional<FtpEntry> read = format.read(line);
                read.ifPresent(entry -> {
                    assertThat(entry.raw()).as(this::seed).isEqualTo(line);
                    assertThat(entry.name()).as(this::seed).isNotEmpty();
                    assertThat(line).as(this::seed).contains(entry.name());
                });
            }
        }
    }

    @Test
    void anyBytesInAnySplitGiveTheSame() {
        for (int i = 0; i < RUNS; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] =
                        random.nextInt(4) == 0 ? (byte) "\r\n \n".charAt(random.nextInt(4)) : (byte) random.nextInt();
            }
            assertThat(decode(bytes, 1 + random.nextInt(20))).as(this::seed).isEqualTo(decode(bytes, bytes.length + 1));
        }
    }

    private static List<FtpEntry> decode(byte[] bytes, int piece) {
        ListingDecoder decoder = new ListingDecoder(line -> Optional.of(FtpEntry.unparsed(line)), UTF_8, "/pub", 300);
        List<FtpEntry> entries = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += piece) {
            int length = Math.min(piece, bytes.length - from);
            entries.addAll(decoder.decode(ByteBuffer.wrap(bytes, from, length)));
        }
        entries.addAll(decoder.finish());
        return entries;
    }

    private String mutate(String line) {
        StringBuilder text = new StringBuilder(line);
        for (int i = random.nextInt(4); i >= 0 && text.length() > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, character());
                case 2 -> text.setLength(at);
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }

    private char character() {
        String likely = " ;=:-/0123456789.,<>+\u0000\u001b\r\n\t\u00e4\u65e5ap";
        return likely.charAt(random.nextInt(likely.length()));
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            name.append(character());
        }
        // the directory itself and its parent are no entries, and a blank name is none on Windows
        return name.append(random.nextBoolean() ? "x" : "x ").toString();
    }

    private long size() {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    private String seed() {
        return "fluxftp.seed=" + seed;
    }
}
