package io.ehloscope.daemon;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of a service besides its event loops. They end before the event loops, to which they hand over their
 * results.
 *
 * @param encoder encodes pages and scrapes
 * @param passwords checks passwords
 * @param handshakes computes TLS handshakes with clients
 * @param worker runs the scan loop
 * @param reader reads the inventory
 * @param timers limits the wait in {@link #close}; not closed
 */
record ServiceThreads(
        Scheduler encoder,
        Scheduler passwords,
        Scheduler handshakes,
        Scheduler worker,
        Scheduler reader,
        Scheduler timers)
        implements AutoCloseable {

    /** The maximum of concurrent handshake computations with clients; the other processors remain for the scans. */
    static final int HANDSHAKES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int ENCODERS = 2;
    private static final int ENCODINGS_WAITING = 64;
    private static final int PASSWORDS_WAITING = 64;
    private static final int RELOADS_WAITING = 16;
    private static final int IDLE_SECONDS = 60;

    /** Starts the schedulers. */
    static ServiceThreads start(Scheduler timers) {
        return new ServiceThreads(
                Schedulers.newBoundedElastic(ENCODERS, ENCODINGS_WAITING, "scrape", IDLE_SECONDS, true),
                Schedulers.newBoundedElastic(1, PASSWORDS_WAITING, "passwords", IDLE_SECONDS, true),
                Schedulers.newParallel("web-tls", HANDSHAKES, true),
                Schedulers.newSingle("service", true),
                Schedulers.newBoundedElastic(1, RELOADS_WAITING, "inventory", IDLE_SECONDS, true),
                timers);
    }

    /** Waits at most one second for work in progress, and then ends all threads. */
    @Override
    public void close() {
        worker.dispose();
        reader.dispose();
        Mono.when(handshakes.disposeGracefully(), passwords.disposeGracefully(), encoder.disposeGracefully())
                .timeout(GRACE, Mono.empty(), timers)
                .block();
        encoder.dispose();
        passwords.dispose();
        handshakes.dispose();
    }
}
