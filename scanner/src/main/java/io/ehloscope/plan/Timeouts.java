package io.ehloscope.plan;

import java.time.Duration;

/**
 * The time limits of the stages of one attempt. All are positive.
 *
 * @param dns the lookup of a name's addresses, including its retries
 * @param connect the TCP connection
 * @param greeting the whole greeting; long, because some servers delay it on purpose
 * @param reply the whole reply to a command, and the TLS handshake
 * @param total the whole dialogue, from connect to close
 */
public record Timeouts(Duration dns, Duration connect, Duration greeting, Duration reply, Duration total) {

    /** 5 s for DNS, 5 s to connect, 20 s for the greeting, 10 s for a reply, 60 s in total. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /** These limits with another limit of lookups. */
    public Timeouts withDns(Duration limit) {
        return new Timeouts(limit, connect, greeting, reply, total);
    }

    /** These limits with another limit of the whole dialogue. */
    public Timeouts withTotal(Duration limit) {
        return new Timeouts(dns, connect, greeting, reply, limit);
    }
}
