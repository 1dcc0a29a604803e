package dev.fluxftp.listing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lets the first lines vote for the grammar of a listing. The winner then reads first and stays the winner; the others
 * are asked only for a line that it cannot read, since servers mix (a virtual directory with a grammar of its own).
 */
final class DetectingFormat implements ListingFormat {

    private static final int VOTERS = 16;
    private static final Comparator<Ballot> MOST_VOTES =
            Comparator.<Ballot>comparingInt(ballot -> ballot.votes).reversed();

    private final List<Ballot> ranking = new ArrayList<>();
    private int voted;

    DetectingFormat(List<ListingFormat> candidates) {
        candidates.forEach(candidate -> ranking.add(new Ballot(candidate)));
    }

    @Override
    public Optional<FtpEntry> read(String line) {
        if (voted < VOTERS) {
            vote(line);
        }
        for (Ballot ballot : ranking) {
            Optional<FtpEntry> read = ballot.format.read(line);
            if (read.isEmpty() || isEntry(read)) {
                return read;
            }
        }
        return Optional.of(FtpEntry.unparsed(line));
    }

    private void vote(String line) {
        int before = votes();
        for (Ballot ballot : ranking) {
            ballot.votes += isEntry(ballot.format.read(line)) ? 1 : 0;
        }
        if (votes() > before) {
            voted++;
            // A stable sort: a draw changes nothing
            ranking.sort(MOST_VOTES);
        }
    }

    private int votes() {
        return ranking.stream().mapToInt(ballot -> ballot.votes).sum();
    }

    private static boolean isEntry(Optional<FtpEntry> read) {
        return read.isPresent() && read.get().type() != FtpEntry.Type.UNPARSED;
    }

    private static final class Ballot {
        final ListingFormat format;
        int votes;

        Ballot(ListingFormat format) {
            this.format = format;
        }
    }
}
