package io.ehloscope.classify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An exemption and its effect on one answer.
 *
 * @param exemption the exemption
 * @param lacking what the required verb lacks: its name, or its name and a param; null if it lacks nothing, and if the
 *     profile does not require the verb
 * @param ended whether the last day of the exemption has passed
 */
public record ExemptVerb(Exemption exemption, @Nullable String lacking, boolean ended) {

    /** The effect of an exemption. */
    public enum State {
        /** The verb is required and missing, but does not count as missing. */
        USED,
        /** The verb lacks nothing. */
        IDLE,
        /** The last day has passed, whether the verb is offered or not. */
        EXPIRED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name in results and labels. */
        public String label() {
            return label;
        }
    }

    /** The effect of this exemption. */
    public State state() {
        if (ended) {
            return State.EXPIRED;
        }
        return lacking == null ? State.IDLE : State.USED;
    }

    /** Whether the verb does not count as missing because of this exemption. */
    public boolean isUsed() {
        return state() == State.USED;
    }
}
