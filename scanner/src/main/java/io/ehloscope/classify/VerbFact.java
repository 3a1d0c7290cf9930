package io.ehloscope.classify;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a verb.
 *
 * @param verb its name in upper case
 * @param provider which software provides the verb
 * @param meaning its purpose
 * @param component what adds it to the reply, such as a library; null if unknown
 * @param breaks what does not work without it
 * @param harmless harmless reasons for its absence
 * @param remedies what to do, in order
 * @param source the source of these facts
 */
public record VerbFact(
        String verb,
        Provider provider,
        String meaning,
        @Nullable String component,
        String breaks,
        List<String> harmless,
        List<String> remedies,
        String source) {

    /** The provider of a verb. */
    public enum Provider {
        /** Exchange: counted as a missing Exchange verb. */
        EXCHANGE,
        /** The Windows SMTP service, with or without Exchange. */
        WINDOWS_SMTP,
        /** A standard. */
        STANDARD,
        /** Another product, or unknown. */
        OTHER;

        /** The name in the catalogue. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the lists. */
    public VerbFact {
        harmless = List.copyOf(harmless);
        remedies = List.copyOf(remedies);
    }
}
