package io.ehloscope.cli;

import io.ehloscope.runtime.RuntimeLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the resource limits of the process. */
final class RuntimeOptions {

    private static final int MOST_LOOPS = 256;
    private static final int MOST_CONNECTIONS = 100_000;

    @Option(
            names = "--runtime.event-loops",
            paramLabel = "N",
            description =
                    "The number of threads for connections, DNS and HTTP, and as many for TLS handshakes (default: one for each"
                            + " processor, at least 2).")
    private @Nullable Integer eventLoops;

    @Option(
            names = "--runtime.max-connections",
            paramLabel = "N",
            description =
                    "The maximum number of connections to mail servers at once, of scans, probes and the canary together, whatever the"
                            + " inventory allows (default: only the inventory's limit).")
    private @Nullable Integer maxConnections;

    /** Returns the limits of these options. */
    RuntimeLimits limits() {
        return new RuntimeLimits(
                read("--runtime.event-loops", eventLoops, MOST_LOOPS, RuntimeLimits.NONE.eventLoops()),
                read("--runtime.max-connections", maxConnections, MOST_CONNECTIONS, RuntimeLimits.NONE.connections()));
    }

    private static int read(String name, @Nullable Integer given, int most, int defaultValue) {
        if (given == null) {
            return defaultValue;
        }
        if (given < 1 || given > most) {
            throw CommandException.usage(name + " " + given + ": use a number from 1 to " + most);
        }
        return given;
    }
}
