package io.ehloscope.cli;

import io.ehloscope.inventory.ServerSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for servers that are named on the command line, without an inventory. */
final class ServerOptions {

    @Option(names = "--port", paramLabel = "PORT", description = "The port of servers that name none (default: 25).")
    private @Nullable Integer port;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The profile to compare the answer with (default: auto).")
    private @Nullable String profile;

    @Option(names = "--starttls", paramLabel = "MODE", description = "off, observe or negotiate (default: observe).")
    private @Nullable String starttls;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "starttls, or implicit: TLS from the first byte, as on port 465 (default: starttls).")
    private @Nullable String tls;

    @Option(
            names = "--resolve",
            paramLabel = "WHICH",
            description = "first: the first address of a name that accepts a connection; all: every address"
                    + " (default: first).")
    private @Nullable String resolve;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates to trust in addition to those that this Java trusts.")
    private @Nullable String caFile;

    @Option(
            names = "--ehlo-name",
            paramLabel = "NAME",
            description = "The name to send in EHLO (default: this machine's).")
    private @Nullable String ehloName;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "The maximum number of attempts (default: 3; for probe 1).")
    private @Nullable Integer attempts;

    /** Returns the settings that are given. */
    ServerSettings given() {
        return new ServerSettings(ehloName, caFile, text(port), profile, starttls, tls, resolve, text(attempts));
    }

    /** Returns the settings that are given, with this number of attempts if none is given. */
    ServerSettings withAttempts(int byDefault) {
        Integer chosen = attempts == null ? Integer.valueOf(byDefault) : attempts;
        return new ServerSettings(ehloName, caFile, text(port), profile, starttls, tls, resolve, text(chosen));
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }
}
