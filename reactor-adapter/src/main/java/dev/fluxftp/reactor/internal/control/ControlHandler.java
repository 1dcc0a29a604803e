package dev.fluxftp.reactor.internal.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/** The Netty end of the control connection: tells the driver of bytes and of the end, and of nothing else. */
final class ControlHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private final ControlChannel driver;

    ControlHandler(ControlChannel driver) {
        this.driver = driver;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        driver.received(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        driver.ended(null);
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            driver.ended(null);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        driver.ended(cause);
    }
}
