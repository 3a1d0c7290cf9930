package io.ehloscope.scan;

/** Where the jitter of retries comes from: numbers from 0 inclusive to 1 exclusive. */
@FunctionalInterface
public interface RandomSpread {

    /** The next number. */
    double next();
}
