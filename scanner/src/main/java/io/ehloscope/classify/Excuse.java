package io.ehloscope.classify;

import io.ehloscope.smtp.VerbSet;
import java.util.Locale;

/** Good reasons for a missing verb, each decided by the rest of the same reply. */
public enum Excuse {
    /**
     * Exchange lists {@code X-EXPS=LOGIN} for old clients only while Basic authentication is on. It is off if X-EXPS is
     * offered and neither it nor AUTH offers LOGIN.
     */
    BASIC_AUTH_OFF("Basic authentication is off, as neither X-EXPS nor AUTH offers LOGIN") {
        @Override
        public boolean appliesTo(VerbSet verbs) {
            return verbs.has("X-EXPS")
                    && verbs.stream()
                            .filter(verb -> verb.key().equals("X-EXPS")
                                    || verb.key().equals("AUTH")
                                    || verb.key().startsWith("AUTH="))
                            .noneMatch(
                                    verb -> verb.offers("LOGIN") || verb.key().equals("AUTH=LOGIN"));
        }
    };

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String sentence;

    Excuse(String sentence) {
        this.sentence = sentence;
    }

    /** The name in profiles. */
    public String label() {
        return label;
    }

    /** Why the absence is not a fault, in words. */
    public String sentence() {
        return sentence;
    }

    /** Whether this reply shows that the reason applies. */
    public abstract boolean appliesTo(VerbSet verbs);
}
