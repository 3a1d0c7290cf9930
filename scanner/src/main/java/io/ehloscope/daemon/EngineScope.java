package io.ehloscope.daemon;

import io.ehloscope.metrics.EngineMeters;
import io.ehloscope.resolve.Resolver;
import io.ehloscope.runtime.Engine;
import io.ehloscope.runtime.RuntimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * An engine for the duration of a try-with-resources block.
 *
 * @param engine the engine
 */
public record EngineScope(Engine engine) implements AutoCloseable {

    /**
     * Starts an engine without limits or meters.
     *
     * @param names the resolver to use instead of DNS; null for DNS
     */
    public static EngineScope open(@Nullable Resolver names) {
        return open(names, RuntimeLimits.NONE, null);
    }

    /**
     * Starts an engine.
     *
     * @param names the resolver to use instead of DNS; null for DNS
     * @param limits the resource limits
     * @param meters the meters to update; null for none
     */
    public static EngineScope open(@Nullable Resolver names, RuntimeLimits limits, @Nullable EngineMeters meters) {
        return new EngineScope(new Engine(names, limits, meters));
    }

    /** Shuts down the engine and waits for it, at most a few seconds. */
    @Override
    public void close() {
        engine.shutdown().block();
    }
}
