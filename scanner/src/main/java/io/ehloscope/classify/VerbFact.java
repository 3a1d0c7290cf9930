package io.ehloscope.classify;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a verb.
 *
 * @param verb its name in upper case
 * @param provider whose verb it is
 * @param meaning what it is for
 * @param component what adds it to the reply, such as a library; null where that is not known
 * @param breaks what does not work without it
 * @param harmless reasons for which it may rightly be missing
 * @param remedies what to do, in order
 * @param source where this is known from
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

    /** Whose verb it is. */
    public enum Provider {
        /** Exchange's own: what is counted as a missing Exchange verb. */
        EXCHANGE,
        /** Of the Windows SMTP service, with or without Exchange. */
        WINDOWS_SMTP,
        /** Of a standard. */
        STANDARD,
        /** Of another product, or not known. */
        OTHER;

        /** As it is written in the catalogue. */
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
