package io.ehloscope.cli;

import io.ehloscope.web.ListenAddress;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the HTTP endpoints are. */
final class WebOptions {

    @Option(
            names = "--web.listen-address",
            paramLabel = "[HOST]:PORT",
            defaultValue = ":19025",
            description = "Where to listen for HTTP; may be given more than once (default: ${DEFAULT-VALUE}).")
    private List<String> addresses = List.of(":19025");

    /** The addresses, read. */
    List<ListenAddress> listenAddresses() {
        try {
            return addresses.stream().map(ListenAddress::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--web.listen-address: " + e.getMessage());
        }
    }
}
