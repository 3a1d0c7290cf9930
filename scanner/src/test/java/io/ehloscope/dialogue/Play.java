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

/** A dialogue played without a socket: the server's lines on one side, what we are to say on the other. */
final class Play {

    private long now;
    private final Conversation talk;
    private Action last;

    private Play(StarttlsMode starttls, TlsMode tls) {
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

    static Play begin() {
        return begin(StarttlsMode.OBSERVE);
    }

    static Play begin(StarttlsMode starttls) {
        return begin(starttls, TlsMode.STARTTLS);
    }

    /** A dialogue in which TLS comes first. */
    static Play beginWithTls() {
        return begin(StarttlsMode.NEGOTIATE, TlsMode.IMPLICIT);
    }

    private static Play begin(StarttlsMode starttls, TlsMode tls) {
        Play play = new Play(starttls, tls);
        play.last = play.talk.connected(play.now);
        return play;
    }

    static Play beforeConnect() {
        return new Play(StarttlsMode.OBSERVE, TlsMode.STARTTLS);
    }

    /** The server says this, in one piece; line ends are added. */
    Play server(String... lines) {
        return serverBytes(String.join("\r\n", lines) + "\r\n");
    }

    Play serverBytes(String bytes) {
        last = talk.received(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)), now);
        return this;
    }

    Play weSay(String line) {
        assertThat(last)
                .isInstanceOfSatisfying(
                        Action.Say.class,
                        say -> assertThat(say.command().line()).isEqualTo(line));
        return this;
    }

    /** Whether this is what we have just said. */
    boolean says(String line) {
        return last instanceof Action.Say say && say.command().line().equals(line);
    }

    boolean isOpen() {
        return last != Action.Close.CLOSE;
    }

    ProbeOutcome outcome() {
        weClose();
        return talk.outcome();
    }

    Play weSayEhlo() {
        return weSay("EHLO scanner.example.com");
    }

    Play weSayNothing() {
        assertThat(last).isEqualTo(Action.Wait.WAIT);
        return this;
    }

    Play weClose() {
        assertThat(last).isEqualTo(Action.Close.CLOSE);
        return this;
    }

    Play weSecure() {
        assertThat(last).isEqualTo(Action.Secure.SECURE);
        return this;
    }

    Play serverCloses() {
        last = talk.closed(now);
        return this;
    }

    Play connectionBreaks(Reason reason) {
        last = talk.broke(reason, "it broke", now);
        return this;
    }

    Play secured() {
        PeerCertificate mail =
                new PeerCertificate("CN=mail", List.of(), "CN=ca", Instant.EPOCH, Instant.MAX, "EC", 256, "Ed25519");
        PeerTls seen = new PeerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, List.of(mail), List.of(), true);
        last = talk.secured(seen, now);
        return this;
    }

    Play handshakeFails() {
        last = talk.notSecured("no common version", now);
        return this;
    }

    Play timePasses(Duration by) {
        now += by.toNanos();
        if (now >= talk.deadline()) {
            last = talk.expired(now);
        }
        return this;
    }

    /** So much of the time that passed at this stage was the scanner's own. */
    Play ownTime(Duration own) {
        talk.excuse(own.toNanos());
        return this;
    }

    Observation answered() {
        weClose();
        assertThat(talk.outcome()).isInstanceOf(ProbeOutcome.Answered.class);
        return talk.outcome().observation();
    }

    Failure failed(Stage stage, Reason reason) {
        weClose();
        assertThat(talk.outcome()).isInstanceOf(ProbeOutcome.Failed.class);
        Failure failure = ((ProbeOutcome.Failed) talk.outcome()).failure();
        assertThat(failure).extracting(Failure::stage, Failure::reason).containsExactly(stage, reason);
        return failure;
    }

    Observation seen() {
        return talk.outcome().observation();
    }
}
