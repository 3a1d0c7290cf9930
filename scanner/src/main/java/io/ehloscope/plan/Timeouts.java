package io.ehloscope.plan;

import java.time.Duration;

/**
 * The bounds of the stages of one attempt. All are positive.
 *
 * @param dns from a name to its addresses, retries of the lookup included
 * @param connect the TCP connection
 * @param greeting the whole first reply; long, because some servers hold it back on purpose
 * @param reply the whole reply to a command, and the TLS handshake
 * @param total the whole dialogue, from connect to close
 */
public record Timeouts(Duration dns, Duration connect, Duration greeting, Duration reply, Duration total) {

    /** 5 s, 5 s, 20 s, 10 s, 60 s. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));
}
