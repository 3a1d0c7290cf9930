package io.ehloscope.web.http;

import java.time.Duration;

/**
 * The bounds of requests, connections and responses.
 *
 * @param maxRequestLine bytes of a request line; more is answered with 414
 * @param maxHeaders bytes of all headers of a request; more is answered with 431
 * @param maxConnections open connections for each listen address; beyond that, an idle connection is closed for a new
 *     one
 * @param maxOfPeer open connections of one peer (an IPv4 address, an IPv6 network of 64 bits) for each listen address
 * @param request the longest time to receive a request's head, and then its body; the connection is closed after it
 * @param idle the longest time between two requests; the connection is closed after it
 * @param handshake the longest TLS handshake; the connection is closed after it
 * @param maxScrapes scrapes at once; more are answered with 503
 * @param scrapeTimeout the longest scrape; it is aborted after this time
 * @param answer the longest time until the client has read a whole response; the connection is closed after it, and
 *     also after this time without a byte from the client
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
     * Request line 4 KiB; headers 16 KiB; 256 connections, 192 of one peer; 10 s for a request; 75 s between requests,
     * which is more than the usual scrape interval; 10 s for a handshake; 40 scrapes of at most 1 min; responses of at
     * most 4 min.
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
