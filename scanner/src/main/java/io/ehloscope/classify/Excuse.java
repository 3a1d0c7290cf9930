package io.ehloscope.classify;

import io.ehloscope.smtp.VerbSet;
import java.util.Locale;

/** Reasons for which a missing verb is not missed, each decided by the rest of the same reply. */
public enum Excuse {
    /**
     * Exchange lists {@code X-EXPS=LOGIN} for old clients only while Basic authentication is on; it is off where X-EXPS is
     * there and neither it nor AUTH offers LOGIN.
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

    /** As it is written in a profile. */
    public String label() {
        return label;
    }

    /** Why the absence is no fault. */
    public String sentence() {
        return sentence;
    }

    /** Whether this reply shows that the reason holds. */
    public abstract boolean appliesTo(VerbSet verbs);
}
