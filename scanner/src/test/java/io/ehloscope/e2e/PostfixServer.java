package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Postfix, with its own configuration, queue and state, separate from those of the system. */
final class PostfixServer {

    private static final String SMTPD = "127.0.0.1:%d inet n - n - - smtpd";
    private static final String SMTPS = SMTPD + " -o smtpd_tls_wrappermode=yes";
    private static final String POSTSCREEN = """
            127.0.0.1:%d inet n - n - 1 postscreen
            smtpd pass - - n - - smtpd
            dnsblog unix - - n - 0 dnsblog
            tlsproxy unix - - n - 0 tlsproxy
            """;

    private PostfixServer() {}

    /** Starts one that offers STARTTLS with a {@link TestCertificate}. */
    static RealServer start(Path parent) throws IOException, InterruptedException {
        return start(parent, ServerTls.afterStarttls(TestCertificate.in(parent)));
    }

    /** Starts one with this TLS configuration. */
    static RealServer start(Path parent, ServerTls tls) throws IOException, InterruptedException {
        return start(parent, tls, tls.isAtOnce() ? SMTPS : SMTPD, "");
    }

    /** Starts one whose postscreen sends a two-line greeting with a pause of 2 s, to detect clients that talk early. */
    static RealServer startBehindPostscreen(Path parent, ServerTls tls) throws IOException, InterruptedException {
        return start(parent, tls, POSTSCREEN, """
                postscreen_access_list =
                postscreen_greet_wait = 2s
                postscreen_greet_action = enforce
                postscreen_cache_map = btree:$data_directory/postscreen_cache
                """);
    }

    /**
     * Starts one that listens on a port of its own for each of these lists of options for {@code smtpd}, with TLS as
     * servers of the last twenty-five years support it: short keys, old signatures and versions.
     *
     * @param tls the TLS of a port whose options do not set it
     * @param options by the name of the port
     */
    static Ports startWithPorts(Path parent, ServerTls tls, Map<String, List<String>> options)
            throws IOException, InterruptedException {
        // Only this file lowers what OpenSSL itself accepts; Postfix gives it to its processes.
        Path openssl = Files.writeString(parent.resolve("openssl.cnf"), """
                openssl_conf = all
                [all]
                ssl_conf = ssl
                [ssl]
                system_default = old
                [old]
                MinProtocol = TLSv1
                CipherString = ALL:@SECLEVEL=0
                """);
        Map<String, Integer> ports = new LinkedHashMap<>();
        StringBuilder services = new StringBuilder(SMTPD);
        for (Map.Entry<String, List<String>> each : options.entrySet()) {
            int port = RealServer.freePort();
            ports.put(each.getKey(), port);
            services.append('\n').append(SMTPD.formatted(port));
            each.getValue().forEach(option -> services.append(" -o ").append(option));
        }
        String settings = "import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C OPENSSL_CONF=" + openssl + "\n";
        return new Ports(start(parent, tls, services.toString(), settings), ports);
    }

    /**
     * A server with several ports.
     *
     * @param server the server
     * @param ports by name
     */
    record Ports(RealServer server, Map<String, Integer> ports) implements AutoCloseable {

        @Override
        public void close() {
            server.close();
        }
    }

    private static RealServer start(Path parent, ServerTls tls, String service, String settings)
            throws IOException, InterruptedException {
        Installed.needRoot();
        Path postfix = Installed.program("postfix");
        return RealServer.start(parent, (directory, port) -> {
            Path configuration = Files.createDirectory(directory.resolve("etc"));
            Path queue = Files.createDirectory(directory.resolve("queue"));
            Path state = Files.createDirectory(directory.resolve("state"));
            Files.setOwner(state, Installed.user("postfix"));
            Path mainCf = Files.writeString(
                    configuration.resolve("main.cf"), mainCf(queue, state, tls.certificate()) + settings);
            // Postfix waits until this file is 2 s old, in case it is still being written.
            Files.setLastModifiedTime(mainCf, FileTime.fromMillis(0));
            Files.writeString(configuration.resolve("master.cf"), masterCf(service.formatted(port)));
            return List.of(postfix.toString(), "-c", configuration.toString(), "start-fg");
        });
    }

    /** {@code local_recipient_maps} is empty, because its default needs the proxymap service. */
    private static String mainCf(Path queue, Path state, TestCertificate tls) {
        return """
                compatibility_level = 3.6
                myhostname = postfix.test
                queue_directory = %s
                data_directory = %s
                maillog_file = /dev/stdout
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mydestination =
                local_recipient_maps =
                alias_maps =
                smtpd_tls_security_level = may
                smtpd_tls_cert_file = %s
                smtpd_tls_key_file = %s
                """.formatted(queue, state, tls.certificate(), tls.key());
    }

    /** The services that a dialogue without mail needs, without chroots. */
    private static String masterCf(String service) {
        return """
                %s
                rewrite unix - - n - - trivial-rewrite
                tlsmgr unix - - n 1000? 1 tlsmgr
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(service.strip());
    }
}
