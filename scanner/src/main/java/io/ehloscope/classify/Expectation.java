package io.ehloscope.classify;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target is held against.
 *
 * @param profile the name of a profile, or {@link Profile#AUTO}
 * @param port the port spoken to: what is expected depends on it
 * @param exempt verbs whose absence is accepted here, each once; of two exemptions of one verb, this one counts before the
 *     profile's
 * @param today the date, in UTC, by which exemptions end; null where none is known, as of a recorded reply: then none has
 *     ended
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

    /** A profile on a port, with no exemption but the profile's own. */
    public static Expectation of(String profile, int port) {
        return new Expectation(profile, port, List.of(), null);
    }

    /** The same on another port. */
    Expectation on(int other) {
        return new Expectation(profile, other, exempt, today);
    }

    /** Whether an exemption has ended. */
    boolean hasEnded(Exemption exemption) {
        return today != null && exemption.hasEndedBy(today);
    }
}
