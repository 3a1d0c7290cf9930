package io.ehloscope.scan;

import java.time.Duration;

/**
 * A shortage on the scanner's own machine: no descriptors, no ports, an event loop that is behind. While it lasts nothing
 * new is begun; then a few dialogues are tried. The pauses double while that goes wrong, and the number of dialogues in
 * flight stays near what the machine could bear, and doubles again after each quiet while. Times are nanoseconds.
 *
 * <p>A plain data structure; whoever owns it calls it from one thread at a time.
 */
final class OverloadBackoff {

    /** The first pause. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /** No pause is longer. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** After so long without a dialogue that went well, it is taken for lasting, and the targets are skipped. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** After so long without a shortage, twice as many dialogues may be in flight. */
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

    /** None yet; so many dialogues may be in flight at most. */
    OverloadBackoff(int limit) {
        this.limit = limit;
        this.ceiling = limit;
    }

    /**
     * It was met, and the machine bears so many dialogues.
     *
     * @param bearable those in flight that have not met it; the ceiling becomes that, and at least 1
     */
    void met(long now, int bearable) {
        metAt = now;
        quietSince = now;
        ceiling = Math.max(1, Math.min(ceiling, bearable));
        if (paused && now - pausedUntil < 0) {
            return;
        }
        if (!lasting) {
            lasting = true;
            since = now;
            lastPause = 0;
        }
        lastPause = lastPause == 0 ? FIRST_PAUSE.toNanos() : Math.min(2 * lastPause, LONGEST_PAUSE.toNanos());
        paused = true;
        pausedUntil = now + lastPause;
    }

    /** A dialogue that was begun at this time ended without meeting it: over, if that was after it was met last. */
    void notMet(long begunAt) {
        if (lasting && begunAt - metAt > 0) {
            lasting = false;
            paused = false;
        }
    }

    /** Whether nothing new may be begun now. */
    boolean isPausing(long now) {
        return paused && now - pausedUntil < 0 && !isHopeless(now);
    }

    /** Whether it has lasted for so long that those who meet it are given up. */
    boolean isHopeless(long now) {
        return lasting && now - since >= PATIENCE.toNanos();
    }

    /** When the pause is over; means something while there is one. */
    long pausedUntil() {
        return pausedUntil;
    }

    /** How many dialogues may be in flight now. */
    int ceiling(long now) {
        while (ceiling < limit && now - quietSince >= QUIET.toNanos()) {
            quietSince += QUIET.toNanos();
            ceiling = (int) Math.min(limit, 2L * ceiling);
        }
        return ceiling;
    }
}
