package io.ehloscope.simulator;

import io.netty.handler.ssl.SslContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a simulated server does on one connection: its reaction to every cue. A value; every method returns a new one.
 *
 * @param reactions by cue; silence if a cue has none
 */
public record Script(Map<Cue, Reaction> reactions) {

    private static final String READY = "220 2.0.0 Ready to start TLS";
    private static final Script SILENT = new Script(Map.of());

    /** Copies the map. */
    public Script {
        reactions = Map.copyOf(reactions);
    }

    /** Accepts connections and sends nothing. */
    public static Script silent() {
        return SILENT;
    }

    /** Plays this reaction on every new connection, then stays silent. */
    public static Script accepting(Reaction reaction) {
        return SILENT.on(Cue.ACCEPT, reaction);
    }

    /**
     * A plain ESMTP server: HELO is answered with 250, QUIT with 221 and a close, anything else with 502.
     *
     * @param greeting the lines of the first reply
     * @param ehlo the lines of the reply to EHLO
     */
    public static Script esmtp(String greeting, String ehlo) {
        return accepting(Reaction.lines(greeting))
                .on(Cue.EHLO, Reaction.lines(ehlo))
                .on(Cue.HELO, Reaction.lines("250 OK"))
                .on(Cue.STARTTLS, Reaction.lines("502 5.5.1 Command not implemented"))
                .on(Cue.QUIT, Reaction.lines("221 2.0.0 Bye").thenClose())
                .on(Cue.OTHER, Reaction.lines("502 5.5.1 Command not implemented"));
    }

    /**
     * This script with TLS after STARTTLS, and the same script inside TLS, where neither STARTTLS nor X-ANONYMOUSTLS is
     * offered.
     *
     * @param tls the certificate and the other settings of the server
     */
    public Script secured(SslContext tls) {
        return upgrading(tls, READY);
    }

    /**
     * {@link #secured}, with a line in plain text in one piece with the reply to STARTTLS, as a middlebox injects it.
     *
     * @param injected the line
     */
    public Script secured(SslContext tls, String injected) {
        return upgrading(tls, READY + "\n" + injected);
    }

    private Script upgrading(SslContext tls, String lines) {
        Script inside = with(Cue.EHLO, offer -> offer.without("STARTTLS", "X-ANONYMOUSTLS"));
        return on(Cue.STARTTLS, Reaction.lines(lines).thenUpgrade(tls, inside));
    }

    /** This script with another reaction to one cue. */
    public Script on(Cue cue, Reaction reaction) {
        Map<Cue, Reaction> changed = new EnumMap<>(Cue.class);
        changed.putAll(reactions);
        changed.put(cue, reaction);
        return new Script(changed);
    }

    /** This script with its reaction to one cue changed. */
    public Script with(Cue cue, UnaryOperator<Reaction> change) {
        return on(cue, change.apply(to(cue)));
    }

    /** The reaction to a cue. */
    public Reaction to(Cue cue) {
        return Objects.requireNonNullElse(reactions.get(cue), Reaction.silence());
    }
}
