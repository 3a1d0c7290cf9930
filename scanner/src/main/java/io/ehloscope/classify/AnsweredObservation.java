package io.ehloscope.classify;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import org.jspecify.annotations.Nullable;

/**
 * An answer to judge.
 *
 * @param seen the observation
 * @param late the failure after the EHLO reply was complete; null if there was none
 * @param expectation what the answer is compared with
 */
record AnsweredObservation(Observation seen, @Nullable Failure late, Expectation expectation) {

    int port() {
        return expectation.port();
    }

    /** This answer as if it came from another port. */
    AnsweredObservation on(int port) {
        return port == port() ? this : new AnsweredObservation(seen, late, expectation.on(port));
    }
}
