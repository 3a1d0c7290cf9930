package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Dovecot's submission service, which sends greeting and EHLO reply itself before it relays to a server behind it. */
final class DovecotServer {

    private DovecotServer() {}

    /** Starts one with this TLS configuration. */
    static RealServer start(Path parent, ServerTls tls) throws IOException, InterruptedException {
        Installed.needRoot();
        Path dovecot = Installed.program("dovecot");
        Installed.user("dovecot");
        return RealServer.start(parent, (directory, port) -> {
            Path configuration =
                    Files.writeString(directory.resolve("dovecot.conf"), configuration(directory, port, tls));
            return List.of(dovecot.toString(), "-F", "-c", configuration.toString());
        });
    }

    /** Port 0 disables a listener. */
    private static String configuration(Path directory, int port, ServerTls tls) {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = /dev/stderr
                protocols = submission
                ssl = yes
                ssl_cert = <%2$s
                ssl_key = <%3$s
                hostname = dovecot.test
                submission_relay_host = 127.0.0.1
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail
                passdb {
                  driver = static
                  args = nopassword=y
                }
                userdb {
                  driver = static
                  args = uid=65534 gid=65534 home=/nonexistent
                }
                service submission-login {
                  inet_listener submission {
                    address = 127.0.0.1
                    port = %4$d
                  }
                  inet_listener submissions {
                    address = 127.0.0.1
                    port = %5$d
                    ssl = yes
                  }
                }
                """.formatted(
                        directory,
                        tls.certificate().certificate(),
                        tls.certificate().key(),
                        tls.isAtOnce() ? 0 : port,
                        tls.isAtOnce() ? port : 0);
    }
}
