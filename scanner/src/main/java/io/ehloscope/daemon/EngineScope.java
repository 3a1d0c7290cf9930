package io.ehloscope.daemon;

import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.runtime.Engine;
import io.ehloscope.runtime.RuntimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * An engine for as long as a block of code runs.
 *
 * @param engine what runs
 */
public record EngineScope(Engine engine) implements AutoCloseable {

    /**
     * An engine without limits or meters.
     *
     * @param names answers instead of DNS; null for DNS
     */
    public static EngineScope open(@Nullable Resolver names) {
        return open(names, RuntimeLimits.NONE, null);
    }

    /**
     * An engine.
     *
     * @param names answers instead of DNS; null for DNS
     * @param limits how much of this machine it uses
     * @param meters take its figures; null for none
     */
    public static EngineScope open(@Nullable Resolver names, RuntimeLimits limits, @Nullable EngineMeters meters) {
        return new EngineScope(new Engine(names, limits, meters));
    }

    /** Ends the engine, and waits a few seconds for it. */
    @Override
    public void close() {
        engine.shutdown().block();
    }
}
