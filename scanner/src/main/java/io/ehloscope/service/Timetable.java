package io.ehloscope.service;

import io.ehloscope.plan.Schedule;
import java.time.Duration;

/**
 * Calculates when the next whole scan and the next recheck are due. Instants are nanoseconds of one monotonic clock.
 * Not thread-safe.
 */
final class Timetable {

    /**
     * The maximum deviation of an interval from its configured value, as a fraction. It keeps several scanners from
     * synchronizing, and each from repeatedly connecting to a server while that runs a periodic job.
     */
    static final double JITTER = 0.05;

    /** The longest wait before the first scan if a snapshot was found and the scan is overdue. */
    static final Duration LONGEST_OFFSET = Duration.ofMinutes(1);

    private Schedule schedule;
    private long began;
    private double jitter;
    private long whole;
    private long recheck;

    /** The first scan is due at once. */
    Timetable(Schedule schedule, long now) {
        this.schedule = schedule;
        this.began = now;
        this.whole = now;
        this.recheck = now + schedule.recheck().toNanos();
    }

    /**
     * Continues the schedule of an earlier process: the next whole scan is due one interval after the last one began,
     * but not before this scanner's offset, which spreads scanners that start together.
     *
     * @param age the time since the last whole scan began; negative if the machine's clock was set back
     * @param scanner the name of this scanner, such as its EHLO name
     */
    void resume(Duration age, String scanner, long now) {
        Duration offset = offset(scanner);
        Duration left = schedule.interval().minus(age);
        boolean isPast = !age.isNegative();
        began = isPast ? now - age.toNanos() : now;
        whole = now + (isPast && left.compareTo(offset) > 0 ? left : offset).toNanos();
    }

    /**
     * Returns the offset of this scanner: 0 to a tenth of the interval, at most one minute, the same for the same name.
     */
    Duration offset(String scanner) {
        long most = Math.min(LONGEST_OFFSET.toNanos(), schedule.interval().toNanos() / 10);
        double share = Integer.toUnsignedLong(scanner.hashCode() * 0x9E3779B9) / (double) (1L << 32);
        return Duration.ofNanos((long) (most * share));
    }

    /**
     * Applies another schedule; the next scan is due one new interval after the last scan began, now at the earliest.
     */
    void follow(Schedule other, long now) {
        if (!other.equals(schedule)) {
            boolean first = whole == began;
            schedule = other;
            whole = first ? whole : Math.max(now, began + interval());
            recheck = Math.min(recheck, now + other.recheck().toNanos());
        }
    }

    /**
     * Records that a whole scan began at {@code since} and has ended now; returns whether it took longer than the
     * interval.
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

    /** Records that a recheck has ended, or that there was no finding to recheck. */
    void rechecked(long now) {
        recheck = now + schedule.recheck().toNanos();
    }

    boolean wholeIsDue(long now) {
        return now >= whole;
    }

    boolean recheckIsDue(long now) {
        return now >= recheck;
    }

    /** Returns the time until the next whole scan is due. */
    Duration untilWhole(long now) {
        return Duration.ofNanos(Math.max(0, whole - now));
    }

    /** Returns the time until the next whole scan or recheck is due, whichever comes first. */
    Duration untilNext(long now) {
        return Duration.ofNanos(Math.max(0, Math.min(whole, recheck) - now));
    }

    private long interval() {
        return (long) (schedule.interval().toNanos() * (1 + jitter));
    }
}
