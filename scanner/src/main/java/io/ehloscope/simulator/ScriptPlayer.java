package io.ehloscope.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Plays one script on one connection: hears lines, finds the cue, plays the reaction, and only then looks at the next
 * line. Writes into the ledger what the client said, and what of it came too early.
 */
final class ScriptPlayer extends SimpleChannelInboundHandler<ByteBuf> implements ActPlayer.Listener {

    private static final int LINE_BYTES = 4_096;
    private static final int PENDING_BYTES = 65_536;

    /** The last line of a reply: no hyphen behind its code. A masked greeting may have no blank there either. */
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
        String heard = in.toString(StandardCharsets.ISO_8859_1);
        entry.said(heard);
        noteHaste(heard);
        pending.append(heard);
        serve();
        boolean endless = !busy && pending.length() > LINE_BYTES;
        if (endless || pending.length() > PENDING_BYTES) {
            close();
        }
    }

    /** A connection that the client broke closes by itself; after anything else, such as bad TLS, we close it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            close();
        }
    }

    @Override
    public void said(String bytes) {
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

    /** What was said in plain text counts for nothing inside TLS (RFC 3207 section 4.2). */
    @Override
    public void upgrading() {
        pending.setLength(0);
    }

    @Override
    public void upgraded(Script inside) {
        entry.upgraded();
        script = inside;
    }

    @Override
    public void leaving() {
        entry.serverLeaves();
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
            entry.commanded(cue);
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

    private void noteHaste(String heard) {
        if (!greeted) {
            entry.saidEarly(heard);
        } else if (busy) {
            entry.saidBehind(heard);
        } else {
            int end = heard.indexOf('\n');
            entry.saidBehind(end < 0 ? "" : heard.substring(end + 1));
        }
    }
}
