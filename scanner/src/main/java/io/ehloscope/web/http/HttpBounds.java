package io.ehloscope.web.http;

import java.time.Duration;

/**
 * How much of anything a client may ask for.
 *
 * @param maxRequestLine bytes of a request line; more is answered with 414
 * @param maxHeaders bytes of all headers of a request; more is answered with 431
 * @param maxConnections open connections for each listen address; beyond, one without a request makes room
 * @param maxOfPeer open connections of one peer (an IPv4 address, an IPv6 network of 64 bits) for each listen address
 * @param request after this long without the end of a request's head, or then of its body, a connection is closed
 * @param idle after this long between two requests a connection is closed
 * @param handshake after this long without the end of a TLS handshake a connection is closed
 * @param maxScrapes scrapes at once; more are answered with 503
 * @param scrapeTimeout after this long a scrape that is not over is cut off
 * @param answer after this long any answer that the client has not taken to its end is cut off, and so is a
 *     connection on which nothing came
 */
public record HttpBounds(
        int maxRequestLine,
        int maxHeaders,
        int maxConnections,
        int maxOfPeer,
        Duration request,
        Duration idle,
        Duration handshake,
        int maxScrapes,
        Duration scrapeTimeout,
        Duration answer) {

    /**
     * 4 KiB, 16 KiB, 256 connections, 192 of one peer, 10 seconds for a request, 75 between two, which is more than the
     * usual interval of scrapes, 10 for a handshake, 40 scrapes of at most 1 minute, answers of at most 4 minutes.
     */
    public static final HttpBounds DEFAULT = new HttpBounds(
            4096,
            16_384,
            256,
            192,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(10),
            40,
            Duration.ofMinutes(1),
            Duration.ofMinutes(4));
}
