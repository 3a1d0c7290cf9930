package io.ehloscope.scan;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.ProbeOutcome;
import reactor.core.publisher.Mono;

/**
 * Opens one connection and has one dialogue over it. Everything that the server does is an outcome; an error signal is
 * a bug.
 */
@FunctionalInterface
public interface Prober {

    /** The outcome of one connection. Cancelling it closes the connection. */
    Mono<ProbeOutcome> attempt(Attempt attempt);
}
