package io.ehloscope.simulator;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a simulated server does on one cue: acts, one after another. A value; every method returns a new one.
 *
 * @param acts in order; empty for silence
 */
public record Reaction(List<Act> acts) {

    private static final Reaction SILENCE = new Reaction(List.of());

    /** Copies the list. */
    public Reaction {
        acts = List.copyOf(acts);
    }

    /** No act: the connection stays open and the client waits. */
    public static Reaction silence() {
        return SILENCE;
    }

    /** Sends these lines, each with CRLF at its end, whatever line ends the text has. */
    public static Reaction lines(String text) {
        return bytes(text.lines().map(line -> line + "\r\n").collect(Collectors.joining()));
    }

    /** Sends exactly these bytes, one for each char (ISO-8859-1). */
    public static Reaction bytes(String bytes) {
        return new Reaction(List.of(new Act.Say(bytes, Act.Pace.AT_ONCE)));
    }

    /** Sends one line repeatedly until this many bytes are sent. */
    public static Reaction flood(String line, long bytes) {
        return new Reaction(List.of(new Act.Flood(line, bytes)));
    }

    /** This reaction without the lines of an EHLO reply that offer one of these verbs. */
    public Reaction without(String... verbs) {
        return new Reaction(
                acts.stream().map(act -> act.without(List.of(verbs))).toList());
    }

    /** This reaction after a delay. */
    public Reaction after(Duration delay) {
        return SILENCE.thenPause(delay).then(this);
    }

    /** This reaction with its bytes divided into pieces of this many bytes, one piece each interval. */
    public Reaction inChunks(int bytes, Duration interval) {
        Act.Pace pace = new Act.Pace(bytes, interval);
        return new Reaction(acts.stream().map(act -> act.at(pace)).toList());
    }

    /** This reaction with its bytes sent one by one, one each interval. */
    public Reaction dripping(Duration interval) {
        return inChunks(1, interval);
    }

    /** This reaction, then another. */
    public Reaction then(Reaction next) {
        return new Reaction(Stream.concat(acts.stream(), next.acts.stream()).toList());
    }

    /** This reaction, then a delay. */
    public Reaction thenPause(Duration duration) {
        return then(new Act.Pause(duration));
    }

    /** This reaction, then FIN. */
    public Reaction thenClose() {
        return then(new Act.End(Act.End.How.CLOSE));
    }

    /** This reaction, then FIN, while the server keeps reading. */
    public Reaction thenHalfClose() {
        return then(new Act.End(Act.End.How.HALF_CLOSE));
    }

    /** This reaction, then RST. */
    public Reaction thenReset() {
        return then(new Act.End(Act.End.How.RESET));
    }

    /**
     * This reaction, then TLS with another script inside. Bytes of this reaction after the reply to STARTTLS go out in
     * plain text, in one piece with it, as an injecting middlebox sends them.
     */
    public Reaction thenUpgrade(SslContext tls, Script inside) {
        return then(new Act.Upgrade(tls, inside));
    }

    private Reaction then(Act next) {
        return then(new Reaction(List.of(next)));
    }
}
