package io.ehloscope.dialogue;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.Command;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.Transcript.Direction;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Conversation} writes down as it goes; at the end it becomes an {@link Observation}. */
final class Notebook {

    /** More replies than this behind QUIT belong to no list. */
    private static final int MAX_LATE = 64;

    private final InetSocketAddress address;
    private final long origin;
    private final Transcript.Recorder transcript = new Transcript.Recorder();
    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private final List<String> remarks = new ArrayList<>(0);
    private final List<Reply> late = new ArrayList<>(0);

    private long stageBegan;
    private String lastLine = "";
    private @Nullable Reply greeting;
    private ListDraft current = new ListDraft();
    private final ListDraft ehlo = current;
    private final ListDraft ehloTls = new ListDraft();
    private @Nullable Reply ehloRefusal;
    private @Nullable Reply helo;
    private @Nullable Starttls starttls;
    private @Nullable PeerTls tls;

    Notebook(InetSocketAddress address, long now) {
        this.address = address;
        this.origin = now;
        this.stageBegan = now;
    }

    private String peer() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    void connected(long now) {
        stages.put(Stage.CONNECT, Duration.ofNanos(now - origin));
        event("connected to " + peer(), now);
    }

    void began(long now) {
        stageBegan = now;
    }

    void ended(Stage stage, long now) {
        stages.put(stage, Duration.ofNanos(now - stageBegan));
    }

    void event(String what, long now) {
        transcript.add(Direction.EVENT, now - origin, what);
    }

    void sent(Command command, long now) {
        transcript.add(Direction.SENT, now - origin, command.line());
    }

    void received(Reply reply, long now) {
        reply.lines().forEach(line -> line(line, now));
    }

    /** Lines of a reply that never ended: kept as evidence, never as verbs. */
    void unfinished(List<ReplyLine> lines, long now) {
        lines.forEach(line -> line(line, now));
    }

    String lastLine() {
        return lastLine.length() <= 120 ? lastLine : lastLine.substring(0, 120) + "…";
    }

    void remark(String sentence) {
        remarks.add(sentence);
    }

    /** Drops bytes that nobody had asked for at this stage, and says so. */
    void early(ByteBuffer rest, Stage stage) {
        int bytes = rest.remaining();
        rest.position(rest.limit());
        if (bytes == 0) {
            return;
        }
        remark(
                switch (stage) {
                    case STARTTLS ->
                        bytes + " bytes came in the clear behind the reply to STARTTLS; they were dropped:"
                                + " a man in the middle could have put them there (CVE-2011-0411)";
                    case TLS ->
                        bytes + " bytes came inside TLS before anything was asked there; they were dropped: what was"
                                + " said in the clear may be answered inside TLS (CVE-2011-0411)";
                    default -> bytes + " bytes came behind the greeting before anything was asked; they were dropped";
                });
    }

    void greeting(Reply reply, long now) {
        greeting = reply;
        ended(Stage.GREETING, now);
    }

    /** An EHLO reply, or more of it: the first part sets the time. */
    void ehlo(Stage stage, Reply reply, long now) {
        current = stage == Stage.EHLO_TLS ? ehloTls : ehlo;
        if (!current.isThere()) {
            ended(stage, now);
        }
        current.add(reply);
    }

    /** More of the list that came last. */
    void moreEhlo(Reply reply) {
        current.add(reply);
    }

    int ehloLines() {
        return current.lines();
    }

    /** Whether the EHLO of this stage was answered. */
    boolean hasEhlo(Stage stage) {
        return (stage == Stage.EHLO_TLS ? ehloTls : ehlo).isThere();
    }

    /** Holds a reply that may be more of the list that came last. False where that cannot be, or there are too many. */
    boolean holdLate(Reply reply) {
        return current.isThere() && late.size() < MAX_LATE && late.add(reply);
    }

    /**
     * Takes the late replies into the list that came last: all of them where the farewell itself was seen; else the last
     * one is the farewell, whatever its code.
     */
    void adoptLate(boolean farewellSeen) {
        int count = late.size() - (farewellSeen ? 0 : 1);
        for (int i = 0; i < count; i++) {
            current.add(late.get(i));
        }
        late.clear();
    }

    void ehloRefused(Stage stage, Reply reply, long now) {
        ehloRefusal = reply;
        ended(stage, now);
    }

    void helo(Reply reply, long now) {
        helo = reply;
        ended(Stage.HELO, now);
    }

    boolean offersStarttls() {
        EhloReply read = ehlo.read();
        return read != null && read.verbs().has("STARTTLS");
    }

    void starttls(Starttls what) {
        starttls = what;
    }

    void secured(PeerTls what, long now) {
        tls = what;
        ended(Stage.TLS, now);
        event("TLS is up: " + what.version() + ", " + what.cipher(), now);
    }

    Observation observation(long now) {
        Timings timings = new Timings(stages, Duration.ofNanos(now - origin));
        if (starttls == Starttls.NOT_OFFERED && offersStarttls()) {
            starttls = Starttls.OFFERED; // a late line brought it
        }
        return new Observation(
                address,
                greeting,
                ehlo.read(),
                ehloRefusal,
                helo,
                starttls,
                ehloTls.read(),
                tls,
                timings,
                transcript.transcript(),
                remarks);
    }

    private void line(ReplyLine line, long now) {
        lastLine = line.raw();
        transcript.add(Direction.RECEIVED, now - origin, line.raw());
    }
}
