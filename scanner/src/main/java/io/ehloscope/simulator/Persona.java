package io.ehloscope.simulator;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a simulated server is like: which script a connection to it meets. */
public sealed interface Persona {

    /** A server that does the same on every connection. */
    static Persona speaks(Script script) {
        return new Speaks(script);
    }

    /** {@link Script#esmtp} on every connection. */
    static Persona esmtp(String greeting, String ehlo) {
        return speaks(Script.esmtp(greeting, ehlo));
    }

    /** This persona with everything changed that it does on a connection. */
    default Persona with(UnaryOperator<Script> change) {
        return fold(
                speaks -> new Speaks(change.apply(speaks.script())),
                turns -> new InTurn(turns.scripts().stream().map(change).toList()),
                crowded -> new Crowded(crowded.most(), change.apply(crowded.within()), change.apply(crowded.beyond())),
                absent -> absent);
    }

    /** Gives this persona to the function that is made for it. */
    <R> R fold(
            Function<Speaks, R> speaks,
            Function<InTurn, R> inTurn,
            Function<Crowded, R> crowded,
            Function<Absent, R> absent);

    /**
     * Does the same on every connection.
     *
     * @param script what it does
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
     * Does something else on the second connection than on the first, and so on.
     *
     * @param scripts by connection since the server began, at least one; the last of them for ever
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
     * Treats connections differently while too many others are open, as servers with a limit for each client do.
     *
     * @param most connections that are served at the same time
     * @param within what these meet
     * @param beyond what the others meet
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

    /** Nobody listens: the address is there and refuses connections. */
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
