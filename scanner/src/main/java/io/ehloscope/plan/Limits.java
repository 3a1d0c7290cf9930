package io.ehloscope.plan;

import java.time.Duration;

/**
 * The rate limits of a whole scan.
 *
 * @param concurrency the most dialogues at the same time, overall
 * @param perSite the most dialogues at the same time with one site
 * @param perAddress the most dialogues at the same time with one address
 * @param connectsPerSecond the most new connections in a second, overall
 * @param perAddressGap the least time between the end of one dialogue and the start of the next with the same address
 */
public record Limits(int concurrency, int perSite, int perAddress, int connectsPerSecond, Duration perAddressGap) {

    /** 500 dialogues overall, 100 for each site, 1 for each address, 500 connections a second, no gap. */
    public static final Limits DEFAULT = new Limits(500, 100, 1, 500, Duration.ZERO);

    /** These limits with another overall concurrency. */
    public Limits withConcurrency(int other) {
        return new Limits(other, perSite, perAddress, connectsPerSecond, perAddressGap);
    }
}
