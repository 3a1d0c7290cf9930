package io.ehloscope.scan;

import java.time.Duration;

/**
 * The reaction to a shortage on the scanner's own machine: no descriptors, no ports, or an event loop that lags. No
 * dialogue begins during a pause; after it, some are tried. The pauses double while dialogues meet the shortage again.
 * The ceiling of dialogues in flight drops to the number that the machine could sustain, and doubles again after each
 * quiet period. Times are nanoseconds.
 *
 * <p>A plain data structure; not thread-safe.
 */
final class OverloadBackoff {

    /** The first pause. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /** The longest pause. */
    static final Duration MAX_PAUSE = Duration.ofSeconds(10);
    /** After a shortage has lasted this long, the targets that meet it are skipped. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** After each period of this length without a shortage, the ceiling doubles. */
    static final Duration QUIET = Duration.ofSeconds(10);

    private final int limit;
    private int ceiling;
    private boolean lasting;
    private long since;
    private boolean paused;
    private long pausedUntil;
    private long lastPause;
    private long quietSince;
    private long metAt;

    /**
     * No shortage yet.
     *
     * @param limit the largest ceiling of dialogues in flight
     */
    OverloadBackoff(int limit) {
        this.limit = limit;
        this.ceiling = limit;
    }

    /**
     * A dialogue met the shortage.
     *
     * @param sustained the dialogues in flight that have not met it; the ceiling drops to this number, but not below 1
     */
    void met(long now, int sustained) {
        metAt = now;
        quietSince = now;
        ceiling = Math.max(1, Math.min(ceiling, sustained));
        if (paused && now - pausedUntil < 0) {
            return;
        }
        if (!lasting) {
            lasting = true;
            since = now;
            lastPause = 0;
        }
        lastPause = lastPause == 0 ? FIRST_PAUSE.toNanos() : Math.min(2 * lastPause, MAX_PAUSE.toNanos());
        paused = true;
        pausedUntil = now + lastPause;
    }

    /**
     * A dialogue that began at this time did not meet the shortage: it is over, if the dialogue began after it was last
     * met.
     */
    void notMet(long beganAt) {
        if (lasting && beganAt - metAt > 0) {
            lasting = false;
            paused = false;
        }
    }

    /** Whether no dialogue may begin now. */
    boolean isPausing(long now) {
        return paused && now - pausedUntil < 0 && !isHopeless(now);
    }

    /** Whether it has lasted so long that the targets that meet it are skipped. */
    boolean isHopeless(long now) {
        return lasting && now - since >= PATIENCE.toNanos();
    }

    /** The end of the current pause; meaningless without one. */
    long pausedUntil() {
        return pausedUntil;
    }

    /** The maximum of dialogues in flight now. */
    int ceiling(long now) {
        while (ceiling < limit && now - quietSince >= QUIET.toNanos()) {
            quietSince += QUIET.toNanos();
            ceiling = (int) Math.min(limit, 2L * ceiling);
        }
        return ceiling;
    }
}
