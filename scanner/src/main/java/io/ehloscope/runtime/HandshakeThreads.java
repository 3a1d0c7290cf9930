package io.ehloscope.runtime;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Threads that compute TLS handshakes with mail servers, which take milliseconds and would block an event loop. */
final class HandshakeThreads extends ThreadPoolExecutor {

    private final Sinks.Empty<Void> ended = Sinks.empty();

    HandshakeThreads(int threads) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("tls", true));
    }

    /** Completes when the last thread has ended after a shutdown. */
    Mono<Void> ended() {
        return ended.asMono();
    }

    @Override
    protected void terminated() {
        ended.tryEmitEmpty();
    }
}
