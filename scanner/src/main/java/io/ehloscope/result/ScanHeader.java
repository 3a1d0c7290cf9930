package io.ehloscope.result;

import java.time.Instant;

/**
 * What is known when a scan begins.
 *
 * @param source the inventory, as the user named it
 * @param version the program's version
 * @param ehloName the name said in EHLO
 * @param startedAt when it began
 * @param targets how many targets the plan has
 */
public record ScanHeader(String source, String version, String ehloName, Instant startedAt, int targets) {}
