package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** Exim, which creates a certificate for STARTTLS if none is configured. */
final class EximServer {

    private EximServer() {}

    /** Starts one that creates its own certificate. */
    static RealServer start(Path parent) throws IOException, InterruptedException {
        return start(parent, port -> "");
    }

    /** Starts one with this TLS configuration. */
    static RealServer start(Path parent, ServerTls tls) throws IOException, InterruptedException {
        // Exim reads the key after it has dropped root.
        Files.setOwner(tls.certificate().key(), Installed.user("Debian-exim"));
        String settings =
                """
                tls_certificate = %s
                tls_privatekey = %s
                """.formatted(tls.certificate().certificate(), tls.certificate().key());
        return start(parent, port -> tls.isAtOnce() ? settings + "tls_on_connect_ports = " + port + "\n" : settings);
    }

    private static RealServer start(Path parent, IntFunction<String> settings)
            throws IOException, InterruptedException {
        Installed.needRoot();
        Path exim = Installed.program("exim4");
        return RealServer.start(parent, (directory, port) -> {
            // The daemon changes from root to this user before it opens its log.
            Path state = Files.createDirectory(directory.resolve("state"));
            Files.setOwner(state, Installed.user("Debian-exim"));
            Path configuration =
                    Files.writeString(directory.resolve("exim.conf"), configuration(state) + settings.apply(port));
            return List.of(exim.toString(), "-bdf", "-C", configuration.toString(), "-oX", Integer.toString(port));
        });
    }

    private static String configuration(Path state) {
        return """
                primary_hostname = exim.test
                spool_directory = %1$s
                log_file_path = %1$s/log-%%s
                pid_file_path = %1$s/exim.pid
                local_interfaces = 127.0.0.1
                keep_environment =
                host_lookup =
                rfc1413_query_timeout = 0s
                """.formatted(state);
    }
}
