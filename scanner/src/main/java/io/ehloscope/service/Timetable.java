package io.ehloscope.service;

import io.ehloscope.plan.Schedule;
import java.time.Duration;

/**
 * When the next whole scan and the next look at findings are due. Arithmetic alone; instants are nanoseconds of one clock.
 * Not thread-safe.
 */
final class Timetable {

    /**
     * An interval is at most this much longer or shorter than it is configured, so that several scanners do not fall into
     * step, and none keeps hitting a server at the minute of its own busiest job.
     */
    static final double JITTER = 0.05;

    /** A scanner that finds a snapshot waits at most this long before its first scan where that is overdue. */
    static final Duration LONGEST_OFFSET = Duration.ofMinutes(1);

    private Schedule schedule;
    private long began;
    private double jitter;
    private long whole;
    private long again;

    /** The first scan is due at once. */
    Timetable(Schedule schedule, long now) {
        this.schedule = schedule;
        this.began = now;
        this.whole = now;
        this.again = now + schedule.recheck().toNanos();
    }

    /**
     * The last whole scan began that long ago, before this program did: the next is due when it would have been, though
     * not before this scanner's offset, by which scanners that are started together are spread.
     *
     * @param age negative where the machine's clock was set back
     * @param scanner the name of this scanner, such as the one that it says in EHLO
     */
    void resume(Duration age, String scanner, long now) {
        Duration offset = offset(scanner);
        Duration left = schedule.interval().minus(age);
        boolean sane = !age.isNegative();
        began = sane ? now - age.toNanos() : now;
        whole = now + (sane && left.compareTo(offset) > 0 ? left : offset).toNanos();
    }

    /** From 0 up to a tenth of the interval, the same for the same name. */
    Duration offset(String scanner) {
        long most = Math.min(LONGEST_OFFSET.toNanos(), schedule.interval().toNanos() / 10);
        double share = Integer.toUnsignedLong(scanner.hashCode() * 0x9E3779B9) / (double) (1L << 32);
        return Duration.ofNanos((long) (most * share));
    }

    /** Another schedule holds; the next scan is due as if it had held when the last one began. */
    void follow(Schedule other, long now) {
        if (!other.equals(schedule)) {
            boolean first = whole == began;
            schedule = other;
            whole = first ? whole : Math.max(now, began + interval());
            again = Math.min(again, now + other.recheck().toNanos());
        }
    }

    /**
     * A whole scan began at that time and has ended now; gives whether it took longer than the interval.
     *
     * @param random from 0 inclusive to 1 exclusive
     */
    boolean scanned(long since, double random, long now) {
        began = since;
        jitter = JITTER * (2 * random - 1);
        boolean overran = now - since > schedule.interval().toNanos();
        whole = Math.max(now, since + interval());
        rechecked(now);
        return overran;
    }

    /** Findings were looked at again, or there were none. */
    void rechecked(long now) {
        again = now + schedule.recheck().toNanos();
    }

    boolean wholeIsDue(long now) {
        return now >= whole;
    }

    boolean recheckIsDue(long now) {
        return now >= again;
    }

    /** How long until the next whole scan is due. */
    Duration untilWhole(long now) {
        return Duration.ofNanos(Math.max(0, whole - now));
    }

    /** How long until anything is due. */
    Duration untilNext(long now) {
        return Duration.ofNanos(Math.max(0, Math.min(whole, again) - now));
    }

    private long interval() {
        return (long) (schedule.interval().toNanos() * (1 + jitter));
    }
}
