package io.ehloscope.classify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An exemption, and what came of it for one answer.
 *
 * @param exemption what is accepted
 * @param lacking what a required verb lacks: its name, or its name and a param; null where it lacks nothing, and where the
 *     profile does not ask for the verb
 * @param ended whether the last day of the exemption is over
 */
public record ExemptVerb(Exemption exemption, @Nullable String lacking, boolean ended) {

    /** What an exemption comes to. */
    public enum State {
        /** The verb is required and not there, and not missed. */
        USED,
        /** Nothing is lacking that it could excuse. */
        IDLE,
        /** Its last day is over, whether the verb is there or not. */
        EXPIRED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** As it is written in results and labels. */
        public String label() {
            return label;
        }
    }

    /** What the exemption comes to. */
    public State state() {
        if (ended) {
            return State.EXPIRED;
        }
        return lacking == null ? State.IDLE : State.USED;
    }

    /** Whether it is by this exemption that something is not missed. */
    public boolean isUsed() {
        return state() == State.USED;
    }
}
