package io.ehloscope.scan;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.Transcript.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the {@link Observation} of a sample dialogue, with its transcript. */
public final class SampleDialogue {

    private final Transcript.Recorder transcript = new Transcript.Recorder();
    private final Map<Stage, Duration> stages = new EnumMap<>(Stage.class);
    private @Nullable InetSocketAddress peer;
    private @Nullable Reply greeting;
    private @Nullable EhloReply ehlo;
    private @Nullable Reply ehloRefusal;
    private @Nullable Reply helo;
    private @Nullable Starttls starttls;
    private @Nullable EhloReply ehloTls;
    private @Nullable PeerTls tls;
    private long micros;

    /** The lookup of the name took this long; the dialogue begins after it. */
    public SampleDialogue dns(long took) {
        stages.put(Stage.DNS, Duration.ofNanos(took * 1_000));
        return this;
    }

    /** A connection to this address was opened. */
    public SampleDialogue connect(String address, int port, long took) {
        peer = new InetSocketAddress(literal(address), port);
        spend(Stage.CONNECT, took);
        transcript.add(Direction.EVENT, micros * 1_000, "connected to " + address + " port " + port);
        return this;
    }

    /** The server's first reply. */
    public SampleDialogue greeting(long took, String... lines) {
        greeting = receive(Stage.GREETING, took, lines);
        return this;
    }

    /** EHLO and its positive reply. */
    public SampleDialogue ehlo(long took, String... lines) {
        send("EHLO scanner.example.com");
        ehlo = EhloReply.of(receive(Stage.EHLO, took, lines));
        starttls = ehlo.verbs().has("STARTTLS") ? Starttls.OFFERED : Starttls.NOT_OFFERED;
        return this;
    }

    /** EHLO and its negative reply. */
    public SampleDialogue ehloRefused(long took, String... lines) {
        send("EHLO scanner.example.com");
        ehloRefusal = receive(Stage.EHLO, took, lines);
        return this;
    }

    /** HELO and its reply. */
    public SampleDialogue helo(long took, String... lines) {
        send("HELO scanner.example.com");
        helo = receive(Stage.HELO, took, lines);
        return this;
    }

    /** STARTTLS, the handshake, and EHLO again. */
    public SampleDialogue starttls(PeerTls shown, long took, String... lines) {
        send("STARTTLS");
        receive(Stage.STARTTLS, 900, "220 2.0.0 SMTP server ready");
        spend(Stage.TLS, took);
        transcript.add(Direction.EVENT, micros * 1_000, "TLS is up: " + shown.version() + " " + shown.cipher());
        send("EHLO scanner.example.com");
        ehloTls = EhloReply.of(receive(Stage.EHLO_TLS, took / 2, lines));
        tls = shown;
        starttls = Starttls.NEGOTIATED;
        return this;
    }

    /** QUIT and the 221 reply. */
    public SampleDialogue quit(String line) {
        send("QUIT");
        receive(Stage.QUIT, 400, line);
        return this;
    }

    /** An event of the connection that is no command and no reply. */
    public SampleDialogue event(long took, String line) {
        micros += took;
        transcript.add(Direction.EVENT, micros * 1_000, line);
        return this;
    }

    /** The observation. */
    public Observation observation() {
        Duration dns = stages.getOrDefault(Stage.DNS, Duration.ZERO);
        Timings timings = new Timings(stages, dns.plusNanos(micros * 1_000));
        return new Observation(
                peer,
                greeting,
                ehlo,
                ehloRefusal,
                helo,
                starttls,
                ehloTls,
                tls,
                timings,
                transcript.transcript(),
                List.of());
    }

    private void send(String line) {
        transcript.add(Direction.SENT, micros * 1_000, line);
    }

    private Reply receive(Stage stage, long took, String... lines) {
        spend(stage, took);
        for (String line : lines) {
            transcript.add(Direction.RECEIVED, micros * 1_000, line);
        }
        return new Reply(Arrays.stream(lines).map(ReplyLine::parse).toList());
    }

    private void spend(Stage stage, long took) {
        micros += took;
        stages.put(stage, Duration.ofNanos(took * 1_000));
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
