package io.ehloscope.cli;

import io.ehloscope.daemon.WebSettings;
import io.ehloscope.runtime.LocalHostNames;
import io.ehloscope.time.TimeSource;
import io.ehloscope.web.http.ListenAddress;
import io.ehloscope.web.http.ListenException;
import io.ehloscope.web.http.WebLocation;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the web server. */
public final class WebOptions {

    @Option(
            names = "--web.listen-address",
            paramLabel = "ADDRESS",
            defaultValue = ":19025",
            description = "Where to listen for HTTP, [HOST]:PORT or unix:/PATH; can be repeated"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> addresses = List.of(":19025");

    @Option(
            names = "--web.external-url",
            paramLabel = "URL",
            description =
                    "The URL where clients reach this service, for example through a reverse proxy. Its path, if any,"
                            + " precedes the path of every endpoint.")
    private @Nullable String externalUrl;

    @Option(
            names = "--web.allowed-host",
            paramLabel = "NAME",
            description =
                    "Answer requests for this host name too, besides addresses, localhost, the names of this machine"
                            + " and of --web.external-url; *.example.com for all names below, * for any; may be given more than"
                            + " once.")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--web.route-prefix",
            paramLabel = "PATH",
            description =
                    "The path that precedes the path of every endpoint (default: that of --web.external-url). Use / for none,"
                            + " if the proxy removes it.")
    private @Nullable String routePrefix;

    @Option(
            names = "--web.config.file",
            paramLabel = "FILE",
            description =
                    "The file that configures TLS, client certificates and users for HTTP, in the format of Prometheus"
                            + " exporters (default: plain HTTP, without authentication).")
    private @Nullable Path config;

    @Option(
            names = "--web.probe-any-target",
            description =
                    "Let /probe check servers that are not in the inventory. Any client that reaches it can then make this"
                            + " machine connect to any server.")
    private boolean probeAnyTarget;

    /** The longest wait for the name service, so that its failure does not prevent the start. */
    private static final Duration NAME_SERVICE = Duration.ofSeconds(3);

    /** Returns the settings of these options. */
    WebSettings settings() {
        return new WebSettings(location(), config, probeAnyTarget);
    }

    /**
     * Checks that every port is free, before work that would be in vain otherwise.
     *
     * @throws CommandException if another program listens on one of the ports, or the address cannot be used
     */
    void requireFreePorts() {
        for (ListenAddress address : listenAddresses()) {
            if (address instanceof ListenAddress.Port port && port.port() != 0) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(port.resolve());
                } catch (IOException e) {
                    throw CommandException.incomplete(
                            String.valueOf(ListenException.of(address, e).getMessage()));
                }
            }
        }
    }

    private WebLocation location() {
        try {
            return WebLocation.of(listenAddresses(), externalUrl, routePrefix, allowedHosts)
                    .named(Objects.requireNonNull(LocalHostNames.within(NAME_SERVICE, TimeSource.system())
                            .block()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private List<ListenAddress> listenAddresses() {
        try {
            return addresses.stream().map(ListenAddress::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--web.listen-address: " + e.getMessage());
        }
    }
}
