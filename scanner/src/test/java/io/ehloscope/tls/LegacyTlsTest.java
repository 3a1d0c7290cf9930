package io.ehloscope.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** The versions, suites and extensions offered to servers. */
class LegacyTlsTest {

    @Test
    void testsDisableTheSameAlgorithmsAsTheProgram() throws Exception {
        Properties tests = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("src/test/legacy-tls.properties"))) {
            tests.load(in);
        }
        assertThat(tests).containsOnly(Map.entry("jdk.tls.disabledAlgorithms", LegacyTls.STILL_DISABLED));
    }

    @Test
    void testsOmitTheSameExtensionAsTheProgram() {
        assertThat(System.getProperty(LegacyTls.DISABLED_EXTENSIONS)).contains(LegacyTls.OMITTED_EXTENSION);
    }

    @Test
    void certificatePathRulesStayStrict() {
        assertThat(Security.getProperty("jdk.certpath.disabledAlgorithms")).contains("MD5", "RSA keySize < 1024");
    }

    @Test
    void theSuitesOfWindows2003AreAmongTheFirst64() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        LegacyTls.offer(engine);
        assertThat(engine.getEnabledProtocols()).contains("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1", "SSLv3");
        assertThat(engine.getEnabledCipherSuites())
                .hasSizeLessThanOrEqualTo(64)
                .startsWith("TLS_AES_256_GCM_SHA384")
                .contains("SSL_RSA_WITH_RC4_128_MD5", "SSL_RSA_WITH_RC4_128_SHA", "SSL_RSA_WITH_3DES_EDE_CBC_SHA")
                .noneMatch(suite -> suite.matches(".*(_anon_|_NULL_|_EXPORT).*"));
    }
}
