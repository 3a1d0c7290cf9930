package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * OpenSMTPD. Its spool ({@code /var/spool/smtpd}), its chroot and its control socket are compiled in, so a machine can
 * run only one at a time. It offers STARTTLS, but the handshake of 6.8.0 fails with OpenSSL 3.
 */
final class OpenSmtpdServer {

    private OpenSmtpdServer() {}

    /** Starts one that offers STARTTLS with a {@link TestCertificate}. */
    static RealServer start(Path parent) throws IOException, InterruptedException {
        return start(parent, ServerTls.afterStarttls(TestCertificate.in(parent)));
    }

    /** Starts one with this TLS configuration. */
    static RealServer start(Path parent, ServerTls tls) throws IOException, InterruptedException {
        Installed.needRoot();
        Path smtpd = Installed.program("smtpd");
        Installed.user("opensmtpd");
        Installed.user("opensmtpq");
        return RealServer.startAlone("opensmtpd", parent, (directory, port) -> {
            Path configuration = Files.writeString(directory.resolve("smtpd.conf"), configuration(port, tls));
            return List.of(smtpd.toString(), "-d", "-f", configuration.toString());
        });
    }

    private static String configuration(int port, ServerTls tls) {
        return """
                pki opensmtpd.test cert "%s"
                pki opensmtpd.test key "%s"
                listen on 127.0.0.1 port %d hostname opensmtpd.test %s pki opensmtpd.test
                match from any for any reject
                """.formatted(
                tls.certificate().certificate(), tls.certificate().key(), port, tls.isAtOnce() ? "smtps" : "tls");
    }
}
