package io.ehloscope.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** Postfix, with a configuration, a queue and a state of its own beside those of the system. */
final class PostfixServer {

    private PostfixServer() {}

    /** Starts one that offers STARTTLS with a {@link TestCertificate}. */
    static RealServer start(Path parent) throws IOException, InterruptedException {
        Installed.needRoot();
        Path postfix = Installed.program("postfix");
        return RealServer.start(parent, (directory, port) -> {
            Path configuration = Files.createDirectory(directory.resolve("etc"));
            Path queue = Files.createDirectory(directory.resolve("queue"));
            Path state = Files.createDirectory(directory.resolve("state"));
            Files.setOwner(state, Installed.user("postfix"));
            TestCertificate tls = TestCertificate.in(directory);
            Path mainCf = Files.writeString(configuration.resolve("main.cf"), mainCf(queue, state, tls));
            // Postfix waits until this file is two seconds old, lest somebody is still writing it.
            Files.setLastModifiedTime(mainCf, FileTime.fromMillis(0));
            Files.writeString(configuration.resolve("master.cf"), masterCf(port));
            return List.of(postfix.toString(), "-c", configuration.toString(), "start-fg");
        });
    }

    /** local_recipient_maps is empty, for its default needs the proxymap service. */
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

    /** The services that a dialogue without mail needs, none of them in a chroot. */
    private static String masterCf(int port) {
        return """
                127.0.0.1:%d inet n - n - - smtpd
                rewrite unix - - n - - trivial-rewrite
                tlsmgr unix - - n 1000? 1 tlsmgr
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port);
    }
}
