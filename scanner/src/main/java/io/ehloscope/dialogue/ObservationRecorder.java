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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Conversation} writes down as it goes; at the end it becomes an {@link Observation}. */
final class ObservationRecorder {

    /** No list has more replies than this behind its seeming end. */
    private static final int MAX_LATE = 64;

    /** No sentence about a dialogue is longer than this. */
    private static final int SENTENCE_SHOWN = 400;

    /** Of what was dropped, so many bytes are kept as evidence. */
    private static final int DROPPED_SHOWN = 200;

    private final InetSocketAddress address;
    private final long origin;
    private final Transcript.Recorder transcript = new Transcript.Recorder();
    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private final List<String> remarks = new ArrayList<>(0);
    private final List<Reply> late = new ArrayList<>(0);

    private long stageBegan;
    private String lastLine = "";
    private @Nullable Reply greeting;
    private final ListDraft ehlo = new ListDraft();
    private final ListDraft ehloTls = new ListDraft();
    private ListDraft current = ehlo;
    private @Nullable Reply ehloRefusal;
    private @Nullable Reply helo;
    private @Nullable Starttls starttls;
    private @Nullable PeerTls tls;

    ObservationRecorder(InetSocketAddress address, long now) {
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
        transcript.add(Direction.EVENT, now - origin, shown(what));
    }

    void sent(Command command, long now) {
        transcript.add(Direction.SENT, now - origin, command.line());
    }

    void received(Reply reply, long now) {
        unfinished(reply.lines(), now);
    }

    /** Lines of a reply that never ended: kept as evidence, never as verbs. */
    void unfinished(List<ReplyLine> lines, long now) {
        for (ReplyLine line : lines) {
            lastLine = line.raw();
            transcript.add(Direction.RECEIVED, now - origin, line.raw());
        }
    }

    /** Bytes that nobody waited for, and that are not read as a reply. */
    void dropped(ByteBuffer bytes, long now) {
        byte[] shown = new byte[Math.min(bytes.remaining(), DROPPED_SHOWN)];
        bytes.duplicate().get(shown);
        String cut = shown.length < bytes.remaining() ? "…" : "";
        event("dropped " + bytes.remaining() + " bytes: " + new String(shown, StandardCharsets.ISO_8859_1) + cut, now);
    }

    String lastLine() {
        return lastLine.length() <= 120 ? lastLine : lastLine.substring(0, 120) + "…";
    }

    void remark(String sentence) {
        remarks.add(shown(sentence));
    }

    /** What others put into words may quote all that the server sent. */
    private static String shown(String sentence) {
        return sentence.length() <= SENTENCE_SHOWN ? sentence : sentence.substring(0, SENTENCE_SHOWN) + "…";
    }

    /** Drops bytes that nobody had asked for at this stage, and says so. */
    void early(ByteBuffer rest, Stage stage, long now) {
        int bytes = rest.remaining();
        if (bytes == 0) {
            return;
        }
        dropped(rest, now);
        rest.position(rest.limit());
        remark(
                switch (stage) {
                    case STARTTLS ->
                        bytes + " bytes arrived unencrypted after the reply to STARTTLS; they were dropped:"
                                + " a man in the middle could have inserted them (CVE-2011-0411)";
                    case TLS ->
                        bytes
                                + " bytes arrived inside TLS before any command was sent there; they were dropped: what was"
                                + " sent unencrypted may be answered inside TLS (CVE-2011-0411)";
                    default ->
                        bytes + " bytes arrived after the greeting before any command was sent; they were dropped";
                });
    }

    void greeting(Reply reply, long now) {
        greeting = reply;
        ended(Stage.GREETING, now);
    }

    /** The same with lines that are no whole reply. */
    void greeted(List<ReplyLine> lines, long now) {
        greeting(new Reply(lines), now);
    }

    /** An EHLO reply, or more of it: the first part sets the time. */
    void ehlo(Stage stage, Reply reply, long now) {
        current = stage == Stage.EHLO_TLS ? ehloTls : ehlo;
        if (!current.isThere()) {
            ended(stage, now);
        }
        current.add(reply);
    }

    /** The lines of the list that came last, late ones not counted. */
    int listLines() {
        return current.lines();
    }

    /** The list that came last is complete: nothing that comes later adds to it or takes it away. */
    void closeList() {
        current = new ListDraft();
    }

    /** Whether there is a list that late lines could belong to. */
    boolean hasList() {
        return current.isThere();
    }

    /** Forgets the list that came last. Gives its stage. */
    Stage forgetList() {
        current.clear();
        late.clear();
        return current == ehlo ? Stage.EHLO : Stage.EHLO_TLS;
    }

    /** Whether the EHLO of this stage was answered. */
    boolean hasEhlo(Stage stage) {
        return (stage == Stage.EHLO_TLS ? ehloTls : ehlo).isThere();
    }

    /** Holds a reply that may be more of the list that came last. False where that cannot be, or there are too many. */
    boolean holdLate(Reply reply) {
        return current.isThere() && late.size() < MAX_LATE && late.add(reply);
    }

    /** Whether there are replies that may be more of the list that came last. */
    boolean holdsLate() {
        return !late.isEmpty();
    }

    /**
     * Takes the late replies into the list that came last: all of them where the farewell itself was seen, or where the
     * last one names a verb; else the last one is the farewell, whatever its code.
     */
    void adoptLate(boolean farewellSeen) {
        int last = late.size() - 1;
        int count = farewellSeen || (last >= 0 && LateLines.isVerb(late.get(last))) ? late.size() : last;
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
}
