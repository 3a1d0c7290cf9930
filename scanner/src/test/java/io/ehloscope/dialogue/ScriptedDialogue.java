package io.ehloscope.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Settings.StarttlsMode;
import io.ehloscope.plan.Settings.TlsMode;
import io.ehloscope.plan.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A dialogue without a socket: a test plays the server, and asserts what the scanner sends. */
final class ScriptedDialogue {

    private long now;
    private final Conversation talk;
    private Action last;

    private ScriptedDialogue(StarttlsMode starttls, TlsMode tls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
        Attempt attempt = Attempts.of(
                address,
                "mail.example.com",
                "scanner.example.com",
                Attempt.Opening.EHLO,
                starttls,
                tls,
                Timeouts.DEFAULT);
        talk = new Conversation(attempt, now);
    }

    static ScriptedDialogue begin() {
        return begin(StarttlsMode.OBSERVE);
    }

    static ScriptedDialogue begin(StarttlsMode starttls) {
        return begin(starttls, TlsMode.STARTTLS);
    }

    /** A dialogue with TLS from the first byte. */
    static ScriptedDialogue beginWithTls() {
        return begin(StarttlsMode.NEGOTIATE, TlsMode.IMPLICIT);
    }

    private static ScriptedDialogue begin(StarttlsMode starttls, TlsMode tls) {
        ScriptedDialogue play = new ScriptedDialogue(starttls, tls);
        play.last = play.talk.connected(play.now);
        return play;
    }

    static ScriptedDialogue beforeConnect() {
        return new ScriptedDialogue(StarttlsMode.OBSERVE, TlsMode.STARTTLS);
    }

    /** The server sends these lines, in one piece; line ends are added. */
    ScriptedDialogue server(String... lines) {
        return serverBytes(String.join("\r\n", lines) + "\r\n");
    }

    ScriptedDialogue serverBytes(String bytes) {
        last = talk.received(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)), now);
        return this;
    }

    ScriptedDialogue sends(String line) {
        assertThat(last)
                .isInstanceOfSatisfying(
                        Action.Say.class,
                        say -> assertThat(say.command().line()).isEqualTo(line));
        return this;
    }

    /** Whether the last action was to send this line. */
    boolean hasSent(String line) {
        return last instanceof Action.Say say && say.command().line().equals(line);
    }

    boolean isOpen() {
        return last != Action.Close.CLOSE;
    }

    ProbeOutcome outcome() {
        closes();
        return talk.outcome();
    }

    ScriptedDialogue sendsEhlo() {
        return sends("EHLO scanner.example.com");
    }

    ScriptedDialogue sendsNothing() {
        assertThat(last).isEqualTo(Action.Wait.WAIT);
        return this;
    }

    ScriptedDialogue closes() {
        assertThat(last).isEqualTo(Action.Close.CLOSE);
        return this;
    }

    ScriptedDialogue startsTls() {
        assertThat(last).isEqualTo(Action.Secure.SECURE);
        return this;
    }

    ScriptedDialogue serverCloses() {
        last = talk.closed(now);
        return this;
    }

    ScriptedDialogue connectionBreaks(Reason reason) {
        last = talk.broke(reason, "it broke", now);
        return this;
    }

    ScriptedDialogue secured() {
        PeerCertificate mail =
                new PeerCertificate("CN=mail", List.of(), "CN=ca", Instant.EPOCH, Instant.MAX, "EC", 256, "Ed25519");
        PeerTls seen = new PeerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, List.of(mail), List.of(), true);
        last = talk.secured(seen, now);
        return this;
    }

    ScriptedDialogue handshakeFails() {
        last = talk.notSecured("no common version", now);
        return this;
    }

    ScriptedDialogue timePasses(Duration by) {
        now += by.toNanos();
        if (now >= talk.deadline()) {
            last = talk.expired(now);
        }
        return this;
    }

    /** So much of the current stage was the scanner's own time. */
    ScriptedDialogue ownTime(Duration own) {
        talk.ownTime(own.toNanos());
        return this;
    }

    Observation answered() {
        closes();
        assertThat(talk.outcome()).isInstanceOf(ProbeOutcome.Answered.class);
        return talk.outcome().observation();
    }

    Failure failed(Stage stage, Reason reason) {
        closes();
        assertThat(talk.outcome()).isInstanceOf(ProbeOutcome.Failed.class);
        Failure failure = ((ProbeOutcome.Failed) talk.outcome()).failure();
        assertThat(failure).extracting(Failure::stage, Failure::reason).containsExactly(stage, reason);
        return failure;
    }

    Observation seen() {
        return talk.outcome().observation();
    }
}
