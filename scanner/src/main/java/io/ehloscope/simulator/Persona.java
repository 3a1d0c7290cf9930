package io.ehloscope.simulator;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The behavior of a simulated server: the script that each connection gets. */
public sealed interface Persona {

    /** A server that plays the same script on every connection. */
    static Persona speaks(Script script) {
        return new Speaks(script);
    }

    /** {@link Script#esmtp} on every connection. */
    static Persona esmtp(String greeting, String ehlo) {
        return speaks(Script.esmtp(greeting, ehlo));
    }

    /** This persona with the change applied to each of its scripts. */
    default Persona with(UnaryOperator<Script> change) {
        return fold(
                speaks -> new Speaks(change.apply(speaks.script())),
                turns -> new InTurn(turns.scripts().stream().map(change).toList()),
                crowded -> new Crowded(crowded.most(), change.apply(crowded.within()), change.apply(crowded.beyond())),
                absent -> absent);
    }

    /** Calls the function for this kind of persona. */
    <R> R fold(
            Function<Speaks, R> speaks,
            Function<InTurn, R> inTurn,
            Function<Crowded, R> crowded,
            Function<Absent, R> absent);

    /**
     * Plays the same script on every connection.
     *
     * @param script the script
     */
    record Speaks(Script script) implements Persona {
        @Override
        public <R> R fold(
                Function<Speaks, R> speaks,
                Function<InTurn, R> inTurn,
                Function<Crowded, R> crowded,
                Function<Absent, R> absent) {
            return speaks.apply(this);
        }
    }

    /**
     * Plays a different script on each connection, in order.
     *
     * @param scripts by connection since the server began, at least one; the last one for all later connections
     */
    record InTurn(List<Script> scripts) implements Persona {
        /** Copies the list. */
        public InTurn {
            scripts = List.copyOf(scripts);
            if (scripts.isEmpty()) {
                throw new IllegalArgumentException("at least one script is needed");
            }
        }

        @Override
        public <R> R fold(
                Function<Speaks, R> speaks,
                Function<InTurn, R> inTurn,
                Function<Crowded, R> crowded,
                Function<Absent, R> absent) {
            return inTurn.apply(this);
        }
    }

    /**
     * Plays a different script while too many connections are open, as servers with a limit for each client do.
     *
     * @param most the largest number of connections that are served at the same time
     * @param within the script of these connections
     * @param beyond the script of all others
     */
    record Crowded(int most, Script within, Script beyond) implements Persona {
        @Override
        public <R> R fold(
                Function<Speaks, R> speaks,
                Function<InTurn, R> inTurn,
                Function<Crowded, R> crowded,
                Function<Absent, R> absent) {
            return crowded.apply(this);
        }
    }

    /** No server listens: the address exists and refuses connections. */
    record Absent() implements Persona {
        @Override
        public <R> R fold(
                Function<Speaks, R> speaks,
                Function<InTurn, R> inTurn,
                Function<Crowded, R> crowded,
                Function<Absent, R> absent) {
            return absent.apply(this);
        }
    }
}
