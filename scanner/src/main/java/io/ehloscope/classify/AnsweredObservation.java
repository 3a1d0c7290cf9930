package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is to be judged.
 *
 * @param seen what was seen
 * @param late what failed after the EHLO reply was in; null where nothing did
 * @param expectation what it is held against
 */
record AnsweredObservation(Observation seen, @Nullable Failure late, Expectation expectation) {

    int port() {
        return expectation.port();
    }

    /** The same answer as if it had been given on another port. */
    AnsweredObservation on(int port) {
        return port == port() ? this : new AnsweredObservation(seen, late, expectation.on(port));
    }
}
