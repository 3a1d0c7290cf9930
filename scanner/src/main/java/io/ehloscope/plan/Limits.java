package io.ehloscope.plan;

import java.time.Duration;

/**
 * The manners of a whole scan.
 *
 * @param concurrency dialogues in flight, overall
 * @param perSite dialogues in flight, one site
 * @param perAddress dialogues in flight, one address
 * @param connectsPerSecond new connections a second, overall
 * @param perAddressGap least time between the end of one dialogue and the start of the next with one address
 */
public record Limits(int concurrency, int perSite, int perAddress, int connectsPerSecond, Duration perAddressGap) {

    /** 500, 100, 1, 500 a second, no gap. */
    public static final Limits DEFAULT = new Limits(500, 100, 1, 500, Duration.ZERO);

    /** These limits with another overall concurrency. */
    public Limits withConcurrency(int other) {
        return new Limits(other, perSite, perAddress, connectsPerSecond, perAddressGap);
    }
}
