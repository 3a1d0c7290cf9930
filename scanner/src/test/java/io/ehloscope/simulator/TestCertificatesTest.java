package io.ehloscope.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCertificatesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Integer DNS_NAME = 2;

    private final TestCertificates certificates = new TestCertificates(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void authorityCertificateIsSelfSigned() throws Exception {
        X509Certificate authority = certificates.authority();
        authority.verify(authority.getPublicKey());
        authority.checkValidity(Date.from(NOW));
        assertThat(authority.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(authority.getSubjectX500Principal().getName()).isEqualTo("CN=Example Corp Authority,O=Example Corp");
    }

    @ParameterizedTest
    @EnumSource
    void certificateMatchesItsCredential(Credential credential) throws Exception {
        X509Certificate shown = certificates.certificate("mail.corp.example", credential);
        String name = credential == Credential.OTHER_NAME ? "old-mail.corp.example" : "mail.corp.example";
        assertThat(shown.getSubjectAlternativeNames()).containsExactly(List.of(DNS_NAME, name));
        assertThat(shown.getNotAfter()).isEqualTo(Date.from(NOW.plus(credential.left())));
        assertThat(shown.getBasicConstraints()).as("is not an authority").isEqualTo(-1);
        if (credential == Credential.SELF_SIGNED) {
            shown.verify(shown.getPublicKey());
            assertThatThrownBy(() -> shown.verify(certificates.authority().getPublicKey()))
                    .isNotNull();
        } else {
            shown.verify(certificates.authority().getPublicKey());
        }
        assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo(credential == Credential.SHORT_KEY ? "RSA" : "EC");
        if (credential == Credential.NOT_YET_VALID) {
            assertThatThrownBy(() -> shown.checkValidity(Date.from(NOW)))
                    .isInstanceOf(CertificateNotYetValidException.class);
        } else if (credential == Credential.EXPIRED) {
            assertThatThrownBy(() -> shown.checkValidity(Date.from(NOW)))
                    .isInstanceOf(CertificateExpiredException.class);
        } else {
            assertThatCode(() -> shown.checkValidity(Date.from(NOW.plus(Duration.ofDays(11)))))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 120, 240})
    void longHostNameIsEncoded(int length) throws Exception {
        String host = "h".repeat(length) + ".example";
        assertThat(certificates.certificate(host, Credential.GOOD).getSubjectAlternativeNames())
                .containsExactly(List.of(DNS_NAME, host));
    }

    @Test
    void everyCertificateHasItsOwnSerialNumber() {
        assertThat(certificates.certificate("a.example", Credential.GOOD).getSerialNumber())
                .isNotEqualTo(
                        certificates.certificate("b.example", Credential.GOOD).getSerialNumber())
                .isNotEqualTo(certificates.authority().getSerialNumber());
    }
}
