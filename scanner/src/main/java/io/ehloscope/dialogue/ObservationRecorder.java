package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
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
import io.ehloscope.text.Printable;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records the events of a {@link Conversation}; at the end they become an {@link Observation}. */
final class ObservationRecorder {

    /** The most replies that are kept after the apparent end of a list. */
    private static final int MAX_LATE = 64;

    /** The most characters of a sentence about a dialogue. */
    private static final int MAX_SENTENCE = 400;

    /** The most dropped bytes that are kept as evidence. */
    private static final int MAX_DROPPED_BYTES = 200;

    private final InetSocketAddress address;
    private final DialogueWatch watch;
    private final long origin;
    private final Transcript.Recorder transcript;
    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private final List<String> remarks = new ArrayList<>(0);
    private final List<Reply> late = new ArrayList<>(0);

    private long stageBegan;
    private String lastLine = "";
    private int recordedLines;
    private @Nullable Reply greeting;
    private final ListDraft ehlo = new ListDraft();
    private final ListDraft ehloTls = new ListDraft();
    private ListDraft current = ehlo;
    private @Nullable Reply ehloRefusal;
    private @Nullable Reply helo;
    private @Nullable Starttls starttls;
    private @Nullable PeerTls tls;
    private @Nullable Failure laterFailure;
    private @Nullable String injection;
    private boolean hasUnasked;

    ObservationRecorder(InetSocketAddress address, DialogueWatch watch, long now) {
        this.address = address;
        this.watch = watch;
        this.transcript = new Transcript.Recorder(watch::line);
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

    void began(Stage stage, long now) {
        stageBegan = now;
        watch.entered(stage);
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
        recordedLines = 0;
    }

    /**
     * Records the lines of an unfinished reply that are not recorded yet, as evidence, not as verbs. A later call for
     * the same reply adds the lines that have arrived since, so each line has the time of its own arrival.
     */
    void unfinished(List<ReplyLine> lines, long now) {
        for (ReplyLine line : lines.subList(Math.min(recordedLines, lines.size()), lines.size())) {
            lastLine = line.raw();
            transcript.add(Direction.RECEIVED, now - origin, line.raw());
        }
        recordedLines = lines.size();
    }

    /** Records bytes that the dialogue did not wait for, and that are not parsed as a reply. */
    void dropped(ByteBuffer bytes, long now) {
        byte[] shown = new byte[Math.min(bytes.remaining(), MAX_DROPPED_BYTES)];
        bytes.duplicate().get(shown);
        String cut = shown.length < bytes.remaining() ? "…" : "";
        event("dropped " + bytes.remaining() + " bytes: " + new String(shown, StandardCharsets.ISO_8859_1) + cut, now);
    }

    String lastLine() {
        return Printable.cut(lastLine, 120);
    }

    void remark(String sentence) {
        remarks.add(shown(sentence));
    }

    /** Shortens a sentence, which may quote everything that the server sent. */
    private static String shown(String sentence) {
        return Printable.cut(sentence, MAX_SENTENCE);
    }

    /** Drops bytes that arrived before the command that they could answer, and adds a remark. */
    void early(ByteBuffer rest, Stage stage, long now) {
        int bytes = rest.remaining();
        if (bytes == 0) {
            return;
        }
        dropped(rest, now);
        rest.position(rest.limit());
        switch (stage) {
            case STARTTLS ->
                injection = bytes + " bytes arrived unencrypted after the reply to STARTTLS; they were dropped:"
                        + " a man in the middle could have inserted them (CVE-2011-0411)";
            case TLS ->
                injection = bytes + " bytes arrived inside TLS before any command was sent there; they were dropped:"
                        + " what was sent unencrypted may be answered inside TLS (CVE-2011-0411)";
            default ->
                remark(bytes + " bytes arrived after the greeting before any command was sent; they were dropped");
        }
    }

    void greeting(Reply reply, long now) {
        greeting = reply;
        ended(Stage.GREETING, now);
    }

    /** Records lines that are not a complete reply as the greeting. */
    void greeted(List<ReplyLine> lines, long now) {
        greeting(new Reply(lines), now);
    }

    /** Adds an EHLO reply, or more of it. The first part defines the duration of the stage. */
    void ehlo(Stage stage, Reply reply, long now) {
        current = stage == Stage.EHLO_TLS ? ehloTls : ehlo;
        if (!current.isPresent()) {
            ended(stage, now);
        } else if (!current.isContinuedBy(reply)) {
            unasked(reply);
            return;
        }
        current.add(reply);
    }

    /** Adds a remark on the first reply that answers no command and belongs to no list. */
    private void unasked(Reply reply) {
        if (!hasUnasked) {
            hasUnasked = true;
            remark("A reply arrived that answers no command, and is not part of the list: "
                    + Printable.cut(reply.onOneLine(), 200) + ".");
        }
    }

    /** Whether a reply can be more of the current list. */
    boolean continuesList(Reply reply) {
        return current.isContinuedBy(reply);
    }

    /** The number of lines in the current list, without late replies. */
    int listLines() {
        return current.lines();
    }

    /** Closes the current list: nothing that arrives later adds to it or removes it. */
    void closeList() {
        current = new ListDraft();
    }

    /** Whether there is a current list, to which late lines could belong. */
    boolean hasList() {
        return current.isPresent();
    }

    /** Drops the current list, and returns its stage. */
    Stage dropList() {
        current.clear();
        late.clear();
        return current == ehlo ? Stage.EHLO : Stage.EHLO_TLS;
    }

    /** Whether the EHLO of this stage was answered. */
    boolean hasEhlo(Stage stage) {
        return (stage == Stage.EHLO_TLS ? ehloTls : ehlo).isPresent();
    }

    /**
     * Keeps a reply that may belong to the current list. Returns false if there is no current list, or too many late
     * replies.
     */
    boolean addLate(Reply reply) {
        return current.isPresent() && late.size() < MAX_LATE && late.add(reply);
    }

    /** Whether there are late replies. */
    boolean hasLate() {
        return !late.isEmpty();
    }

    /**
     * Adds the late replies to the current list: all of them if the reply to QUIT or STARTTLS has arrived, or if the
     * last late reply names a verb. Otherwise the last late reply is the reply to QUIT, whatever its code. A single line
     * of prose is no part of a list.
     */
    void adoptLate(boolean quitAnswered) {
        int last = late.size() - 1;
        int count = quitAnswered || (last >= 0 && LateLines.haveKnownVerb(late.get(last))) ? late.size() : last;
        for (int i = 0; i < count; i++) {
            Reply reply = late.get(i);
            if (reply.lines().size() > 1 || LateLines.canBeVerbs(reply)) {
                current.add(reply);
            } else {
                unasked(reply);
            }
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

    /** Records a failure after the EHLO reply was complete: at STARTTLS, in the handshake, or inside TLS. */
    void failedLater(Failure what) {
        laterFailure = what;
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
            starttls = Starttls.OFFERED; // a late line has it
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
                remarks,
                laterFailure,
                injection);
    }
}
