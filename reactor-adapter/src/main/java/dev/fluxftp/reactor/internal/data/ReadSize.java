package dev.fluxftp.reactor.internal.data;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.util.function.IntSupplier;

/** How many bytes one read may bring, asked before each. Event loop only. */
final class ReadSize extends DefaultMaxMessagesRecvByteBufAllocator {

    private IntSupplier most = () -> Pace.LARGEST_STEP;

    void most(IntSupplier value) {
        most = value;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own: its one abstract method
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return most.getAsInt();
            }
        };
    }
}
