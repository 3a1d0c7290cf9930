package io.ehloscope.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Plays one script on one connection: reads a line, finds the cue, plays the reaction, and only then reads the next
 * line. Records what the client sent, and which part of it came too early.
 */
final class ScriptPlayer extends SimpleChannelInboundHandler<ByteBuf> implements ActPlayer.Listener {

    private static final int LINE_BYTES = 4_096;
    private static final int PENDING_BYTES = 65_536;

    /** The last line of a reply: no hyphen after its code. A masked greeting can lack the blank too. */
    private static final Pattern LAST_LINE = Pattern.compile("\\d{3}(?:[^-].*)?", Pattern.DOTALL);

    private final ConnectionLog.Entry entry;
    private final ActPlayer acts;
    private final StringBuilder greeting = new StringBuilder();
    private final StringBuilder pending = new StringBuilder();
    private Script script;
    private boolean greeted;
    private boolean busy;
    private boolean serving;

    ScriptPlayer(SocketChannel channel, ConnectionLog.Entry entry, Script script) {
        this.entry = entry;
        this.script = script;
        this.acts = new ActPlayer(channel, this);
        channel.closeFuture().addListener(closed -> entry.closed());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        react(Cue.ACCEPT);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) {
        String received = in.toString(StandardCharsets.ISO_8859_1);
        entry.received(received);
        recordEarlyBytes(received);
        pending.append(received);
        serve();
        boolean endless = !busy && pending.length() > LINE_BYTES;
        if (endless || pending.length() > PENDING_BYTES) {
            close();
        }
    }

    /**
     * A connection that the client broke closes by itself; after any other error, such as bad TLS, the server closes
     * it.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            close();
        }
    }

    @Override
    public void sent(String bytes) {
        if (greeted) {
            return;
        }
        greeting.append(bytes);
        int end = greeting.indexOf("\n");
        while (!greeted && end >= 0) {
            greeted = LAST_LINE.matcher(greeting.substring(0, end)).matches();
            greeting.delete(0, end + 1);
            end = greeting.indexOf("\n");
        }
    }

    /** Plain text that was received before TLS is discarded (RFC 3207 section 4.2). */
    @Override
    public void tlsStarting() {
        pending.setLength(0);
    }

    @Override
    public void tlsEstablished(Script inside) {
        entry.upgraded();
        script = inside;
    }

    @Override
    public void closing() {
        entry.serverCloses();
    }

    private void serve() {
        if (serving) {
            return;
        }
        serving = true;
        int end = pending.indexOf("\n");
        while (!busy && end >= 0) {
            int textEnd = end > 0 && pending.charAt(end - 1) == '\r' ? end - 1 : end;
            Cue cue = Cue.of(pending.substring(0, textEnd));
            pending.delete(0, end + 1);
            entry.receivedCommand(cue);
            react(cue);
            end = pending.indexOf("\n");
        }
        serving = false;
    }

    private void react(Cue cue) {
        busy = true;
        acts.play(script.to(cue), () -> {
            busy = false;
            serve();
        });
    }

    private void close() {
        acts.play(Reaction.silence().thenClose(), () -> {});
    }

    private void recordEarlyBytes(String received) {
        if (!greeted) {
            entry.receivedEarly(received);
        } else if (busy) {
            entry.receivedPipelined(received);
        } else {
            int end = received.indexOf('\n');
            entry.receivedPipelined(end < 0 ? "" : received.substring(end + 1));
        }
    }
}
