package dev.fluxftp.listing;

import dev.fluxftp.protocol.TimeVal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry while its line is being read. Everything but the line is unknown at first. */
final class EntryBuilder {

    private final String raw;
    private String name = "";
    private FtpEntry.Type type = FtpEntry.Type.OTHER;
    private long size = Decimal.UNKNOWN;
    private @Nullable TimeVal modified;
    private @Nullable String permissions;
    private @Nullable String owner;
    private @Nullable String group;
    private @Nullable String linkTarget;
    private Map<String, String> facts = Map.of();

    EntryBuilder(String raw) {
        this.raw = raw;
    }

    EntryBuilder name(String value) {
        name = value;
        return this;
    }

    EntryBuilder type(FtpEntry.Type value) {
        type = value;
        return this;
    }

    EntryBuilder size(long value) {
        size = value;
        return this;
    }

    EntryBuilder modified(@Nullable TimeVal value) {
        modified = value;
        return this;
    }

    EntryBuilder permissions(@Nullable String value) {
        permissions = value;
        return this;
    }

    EntryBuilder owner(@Nullable String value) {
        owner = value;
        return this;
    }

    EntryBuilder group(@Nullable String value) {
        group = value;
        return this;
    }

    EntryBuilder linkTarget(@Nullable String value) {
        linkTarget = value;
        return this;
    }

    EntryBuilder facts(Map<String, String> value) {
        facts = value;
        return this;
    }

    FtpEntry build() {
        return new FtpEntry(
                name,
                name,
                type,
                size,
                modified == null ? null : modified.instant(),
                modified == null ? null : modified.precision(),
                permissions,
                owner,
                group,
                linkTarget,
                facts,
                raw);
    }
}
