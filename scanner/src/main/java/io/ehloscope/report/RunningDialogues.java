package io.ehloscope.report;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.DialogueWatch;
import io.ehloscope.evidence.Stage;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The dialogues in flight, and how long each has waited in its stage, for a progress line. Thread-safe. */
public final class RunningDialogues {

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanos;

    /** No dialogues yet; measures waits with this clock. */
    public RunningDialogues(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * How long a dialogue has waited.
     *
     * @param target the ID of its target
     * @param stage its stage
     * @param time the time since the stage began
     */
    record Wait(String target, Stage stage, Duration time) {}

    /**
     * The dialogues at one moment.
     *
     * @param inFlight their number
     * @param longest the longest wait; null if there is no dialogue
     */
    record State(int inFlight, @Nullable Wait longest) {

        /** No dialogues. */
        static final State NONE = new State(0, null);
    }

    /** This attempt, which begins now, watched until its end. */
    public Attempt watched(Attempt attempt) {
        Running fresh = new Running(attempt.target().id());
        running.add(fresh);
        return attempt.watchedBy(fresh);
    }

    /** The dialogues now. */
    State state() {
        long now = nanos.getAsLong();
        Running longest = running.stream()
                .min(Comparator.comparingLong(each -> each.since - now))
                .orElse(null);
        return longest == null
                ? State.NONE
                : new State(
                        running.size(), new Wait(longest.target, longest.stage, Duration.ofNanos(now - longest.since)));
    }

    private final class Running implements DialogueWatch {
        private final String target;
        private volatile Stage stage = Stage.CONNECT;
        private volatile long since = nanos.getAsLong();

        Running(String target) {
            this.target = target;
        }

        @Override
        public void entered(Stage next) {
            stage = next;
            since = nanos.getAsLong();
        }

        @Override
        public void ended() {
            running.remove(this);
        }
    }
}
