package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TLS handshake as {@code openssl s_client} reports it.
 *
 * @param version the TLS version, such as {@code TLSv1.3}
 * @param cipher the cipher suite, such as {@code TLS_AES_256_GCM_SHA384}; below TLS 1.3 OpenSSL's own name
 * @param subjects the subjects of the chain in OpenSSL's format, the server's own first
 * @param verdict the result of the verification of chain and name, such as {@code 0 (ok)}
 */
record OpensslClient(String version, String cipher, List<String> subjects, String verdict) {

    private static final Pattern SESSION = Pattern.compile("New, (\\S+), Cipher is (\\S+)");
    private static final Pattern CHAIN = Pattern.compile("(?m)^ *\\d+ s:(.*)$");
    private static final Pattern VERDICT = Pattern.compile("Verify return code: (.*)");

    /** Performs a handshake with the name {@link TestAuthority#HOST} and disconnects. */
    static OpensslClient with(RealServer server, ServerTls.Begin begin, Path authority)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Installed.program("openssl").toString(),
                "s_client",
                "-connect",
                server.target(),
                "-CAfile",
                authority.toString(),
                "-verify_hostname",
                TestAuthority.HOST,
                "-showcerts"));
        if (begin == ServerTls.Begin.AFTER_STARTTLS) {
            command.addAll(List.of("-starttls", "smtp", "-name", "scanner.test"));
        }
        ProcessResult ended = ProcessResult.run(command);
        List<String> subjects = CHAIN.matcher(ended.stdout())
                .results()
                .map(each -> each.group(1).replace(" = ", "="))
                .toList();
        Matcher session = found(SESSION, ended);
        return new OpensslClient(
                session.group(1),
                session.group(2),
                subjects,
                found(VERDICT, ended).group(1));
    }

    private static Matcher found(Pattern pattern, ProcessResult ended) {
        Matcher matcher = pattern.matcher(ended.stdout());
        assertThat(matcher.find()).as(ended.toString()).isTrue();
        return matcher;
    }
}
