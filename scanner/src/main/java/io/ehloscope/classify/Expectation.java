package io.ehloscope.classify;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target is compared with.
 *
 * @param profile the name of a profile, or {@link Profile#AUTO}
 * @param port the port of the connection, which determines what is expected
 * @param exempt verbs whose absence is accepted for this target, each once; they override the exemptions of the profile
 *     for the same verb
 * @param today the date, in UTC, by which exemptions end; null if unknown, as for a recorded reply: then no exemption
 *     has ended
 */
public record Expectation(
        String profile,
        int port,
        List<Exemption> exempt,
        @Nullable LocalDate today) {

    /** Copies the list. */
    public Expectation {
        exempt = List.copyOf(exempt);
    }

    /** A profile on a port, with only the exemptions of the profile. */
    public static Expectation of(String profile, int port) {
        return new Expectation(profile, port, List.of(), null);
    }

    /** This expectation on another port. */
    Expectation on(int other) {
        return new Expectation(profile, other, exempt, today);
    }

    /** Whether an exemption has ended. */
    boolean hasEnded(Exemption exemption) {
        return today != null && exemption.hasEndedBy(today);
    }
}
