package io.ehloscope.simulator;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a simulated server does at one cue: acts, one after another. A value; every method gives a new one.
 *
 * @param acts in order; empty for silence
 */
public record Reaction(List<Act> acts) {

    private static final Reaction SILENCE = new Reaction(List.of());

    /** Copies the list. */
    public Reaction {
        acts = List.copyOf(acts);
    }

    /** Nothing at all: the connection stays open and the client waits. */
    public static Reaction silence() {
        return SILENCE;
    }

    /** Says these lines, each with CRLF at its end, whatever line ends the text has. */
    public static Reaction lines(String text) {
        return bytes(text.lines().map(line -> line + "\r\n").collect(Collectors.joining()));
    }

    /** Says exactly these bytes, one for each char (ISO-8859-1): nothing is added. */
    public static Reaction bytes(String bytes) {
        return new Reaction(List.of(new Act.Say(bytes, Act.Pace.AT_ONCE)));
    }

    /** Says one line again and again until so many bytes are out. */
    public static Reaction flood(String line, long bytes) {
        return new Reaction(List.of(new Act.Flood(line, bytes)));
    }

    /** This without the lines of a reply to EHLO that offer one of these verbs, as if the server did not offer them. */
    public Reaction without(String... verbs) {
        return new Reaction(
                acts.stream().map(act -> act.without(List.of(verbs))).toList());
    }

    /** This, but later. */
    public Reaction after(Duration delay) {
        return SILENCE.thenPause(delay).then(this);
    }

    /** This with everything it says cut into pieces of so many bytes, one each interval. */
    public Reaction inChunks(int bytes, Duration interval) {
        Act.Pace pace = new Act.Pace(bytes, interval);
        return new Reaction(acts.stream().map(act -> act.at(pace)).toList());
    }

    /** This with everything it says given out byte by byte, one each interval. */
    public Reaction dripping(Duration interval) {
        return inChunks(1, interval);
    }

    /** This, and then the other. */
    public Reaction then(Reaction next) {
        return new Reaction(Stream.concat(acts.stream(), next.acts.stream()).toList());
    }

    /** This, and then a wait. */
    public Reaction thenPause(Duration duration) {
        return then(new Act.Pause(duration));
    }

    /** This, and then FIN. */
    public Reaction thenClose() {
        return then(new Act.End(Act.End.How.CLOSE));
    }

    /** This, and then FIN, while the server goes on listening. */
    public Reaction thenHalfClose() {
        return then(new Act.End(Act.End.How.HALF_CLOSE));
    }

    /** This, and then RST. */
    public Reaction thenReset() {
        return then(new Act.End(Act.End.How.RESET));
    }

    /**
     * This, and then TLS with another script inside. Bytes that this says behind the reply to STARTTLS go out in plain
     * text, in one piece with it: what an injecting middlebox does.
     */
    public Reaction thenUpgrade(SslContext tls, Script inside) {
        return then(new Act.Upgrade(tls, inside));
    }

    private Reaction then(Act next) {
        return then(new Reaction(List.of(next)));
    }
}
