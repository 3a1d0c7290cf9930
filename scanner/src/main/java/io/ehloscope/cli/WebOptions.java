package io.ehloscope.cli;

import io.ehloscope.web.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the HTTP endpoints are. */
final class WebOptions {

    @Option(
            names = "--web.listen-address",
            paramLabel = "[HOST]:PORT",
            defaultValue = ":19025",
            description = "Where to listen for HTTP; may be given more than once (default: ${DEFAULT-VALUE}).")
    private List<String> addresses = List.of(":19025");

    @Option(
            names = "--web.config.file",
            paramLabel = "FILE",
            description =
                    "Protect HTTP as this file says: TLS, certificates of clients, users; in the format of Prometheus'"
                            + " exporters (default: plain HTTP for everybody).")
    private @Nullable Path config;

    /** Where it is said how HTTP is protected; null for not at all. */
    @Nullable
    Path config() {
        return config;
    }

    /** The addresses, read. */
    List<ListenAddress> listenAddresses() {
        try {
            return addresses.stream().map(ListenAddress::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--web.listen-address: " + e.getMessage());
        }
    }
}
