package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Sendmail. When it starts, it queries name servers for the machine's own name, and sleeps for a minute if the name has
 * no dot; so it runs with its own host name, hosts file and resolver.
 */
final class SendmailServer {

    private static final String NAME = "sendmail.test";

    private SendmailServer() {}

    /** Starts one that offers STARTTLS with a {@link TestCertificate}. */
    static RealServer start(Path parent) throws IOException, InterruptedException {
        return start(parent, ServerTls.afterStarttls(TestCertificate.in(parent)));
    }

    /** Starts one with this TLS configuration. */
    static RealServer start(Path parent, ServerTls tls) throws IOException, InterruptedException {
        Installed.needRoot();
        Path sendmail = Installed.unpacked("usr/libexec/sendmail/sendmail");
        Path macros = Installed.unpacked("usr/share/sendmail/cf");
        Path unshare = Installed.program("unshare");
        return RealServer.start(parent, (directory, port) -> {
            Path configuration = directory.resolve("sendmail.cf");
            Files.writeString(configuration, expanded(macros, source(directory, port, tls)));
            Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost " + NAME + "\n");
            Path resolver = Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
            String script =
                    "hostname %s && mount --bind '%s' /etc/hosts && mount --bind '%s' /etc/resolv.conf && exec '%s' -C '%s' -bD"
                            .formatted(NAME, hosts, resolver, sendmail, configuration);
            return List.of(unshare.toString(), "--uts", "--mount", "sh", "-c", script);
        });
    }

    private static String expanded(Path macros, String source) throws IOException, InterruptedException {
        String m4 = Installed.program("m4").toString();
        ProcessResult ended =
                ProcessResult.run(List.of(m4, "-D_CF_DIR_=" + macros + "/", macros + "/m4/cf.m4", "-"), source);
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        return ended.stdout();
    }

    /**
     * {@code TrustStickyBit} accepts keys below a temporary directory; {@code M=A} disables AUTH; {@code M=s} is
     * implicit TLS.
     */
    private static String source(Path directory, int port, ServerTls tls) throws IOException {
        Path queue = Files.createDirectory(directory.resolve("queue"));
        Path authorities = Files.createDirectory(directory.resolve("authorities"));
        return """
                OSTYPE(`linux')dnl
                define(`confDONT_BLAME_SENDMAIL', `TrustStickyBit')dnl
                define(`confCACERT', `%1$s')dnl
                define(`confCACERT_PATH', `%2$s')dnl
                define(`confSERVER_CERT', `%1$s')dnl
                define(`confSERVER_KEY', `%3$s')dnl
                define(`confTLS_SRV_OPTIONS', `V')dnl
                define(`confCW_FILE', `-o /dev/null')dnl
                define(`QUEUE_DIR', `%4$s')dnl
                define(`STATUS_FILE', `%5$s/statistics')dnl
                define(`confPID_FILE', `%5$s/pid')dnl
                define(`confDOMAIN_NAME', `%6$s')dnl
                define(`confDONT_PROBE_INTERFACES', `True')dnl
                define(`confTO_IDENT', `0s')dnl
                define(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b')dnl
                FEATURE(`nocanonify')dnl
                FEATURE(`no_default_msa')dnl
                DAEMON_OPTIONS(`Name=MTA, Addr=127.0.0.1, Port=%7$d, M=%8$s')dnl
                MAILER(`smtp')dnl
                """.formatted(
                        tls.certificate().certificate(),
                        authorities,
                        tls.certificate().key(),
                        queue,
                        directory,
                        NAME,
                        port,
                        tls.isAtOnce() ? "As" : "A");
    }
}
