package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.simulator.Cue;
import io.ehloscope.simulator.Persona;
import io.ehloscope.simulator.Reaction;
import io.ehloscope.simulator.Script;
import io.ehloscope.simulator.SimulatedServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged jar, which enables old TLS itself, with servers that support nothing newer. */
@Timeout(120)
class OldTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String GREETING = "220 old.test ESMTP";
    private static final String LIST = "250-old.test\n250-SIZE\n250 STARTTLS";

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, TLS_RSA_WITH_AES_128_CBC_SHA, no forward secrecy, tls_cipher_weak",
        "TLSv1.1, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TLS 1.1, tls_version_old",
        "TLSv1, SSL_RSA_WITH_3DES_EDE_CBC_SHA, 3DES is obsolete, tls_version_old tls_cipher_weak",
        "TLSv1, SSL_RSA_WITH_RC4_128_SHA, RC4 is broken, tls_version_old tls_cipher_weak",
        "SSLv3, SSL_RSA_WITH_RC4_128_MD5, SSL 3.0, tls_version_old tls_cipher_weak"
    })
    void oldTlsIsReported(String version, String suite, String words, String findings) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .rsa2048()
                .subject("CN=old.test")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls = SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
                .sslProvider(SslProvider.JDK)
                .protocols(version)
                .ciphers(List.of(suite))
                .build();
        Script script = Script.esmtp(GREETING, LIST)
                .on(
                        Cue.STARTTLS,
                        Reaction.lines("220 go").thenUpgrade(tls, Script.esmtp(GREETING, "250-old.test\n250 SIZE")));
        SimulatedServer server =
                SimulatedServer.start(new Persona.Speaks(script)).block(PATIENCE);
        try {
            String target = "127.0.0.1:" + server.address().getPort();
            ProcessResult ended = PackagedJar.run("probe", target, "--starttls", "negotiate", "-o", "json");

            JsonNode result =
                    JsonMapper.shared().readTree(ended.stdout()).path("results").path(0);
            assertThat(result.path("starttls").asString()).as(ended.toString()).isEqualTo("negotiated");
            assertThat(result.path("tls").path("version").asString()).isEqualTo(version);
            assertThat(result.path("tls").path("cipher").asString()).isEqualTo(suite);
            assertThat(result.path("reasons").toString()).contains(words);
            assertThat(result.path("findings")
                            .valueStream()
                            .map(each -> each.path("finding").asString())
                            .filter(each -> each.startsWith("tls_")))
                    .containsExactly(findings.split(" "));
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(result.path("verbs_tls").size()).isEqualTo(1);
        } finally {
            server.stop().block(PATIENCE);
        }
    }
}
