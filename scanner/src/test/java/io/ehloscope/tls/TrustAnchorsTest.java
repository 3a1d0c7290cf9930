package io.ehloscope.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.dialogue.Certificates;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reasons why a chain is not trusted. */
class TrustAnchorsTest {

    /** RFC 5280 section 4.2.2.1, with one URI that locates the issuer's certificate. */
    private static final byte[] ISSUER_IS_ELSEWHERE = {
        0x30,
        0x13,
        0x30,
        0x11,
        0x06,
        0x08,
        0x2b,
        0x06,
        0x01,
        0x05,
        0x05,
        0x07,
        0x30,
        0x02,
        (byte) 0x86,
        0x05,
        'h',
        't',
        't',
        'p',
        ':'
    };

    private final X509Bundle root = Certificates.root();
    private final X509Bundle below = Certificates.authority("Below", root);
    private final TrustAnchors ours = TrustAnchors.ofThisJavaAnd(List.of(root.getCertificate()));

    @Test
    void aWholeChainToAKnownRootIsTrusted() {
        assertThat(objections(ours, Certificates.server(root))).isEmpty();
        assertThat(objections(ours, Certificates.server(below))).isEmpty();
    }

    @Test
    void aCertificateAmongTheTrustAnchorsIsTrusted() {
        X509Bundle alone = Certificates.server(null);
        TrustAnchors these = TrustAnchors.ofThisJavaAnd(List.of(alone.getCertificate()));
        assertThat(objections(these, alone)).isEmpty();
    }

    @Test
    void anUnknownAuthorityIsNamed() {
        X509Bundle server = Certificates.server(below);
        assertThat(objections(TrustAnchors.ofThisJava(), server))
                .containsExactly("its issuer, CN=Our Root, is neither trusted nor sent by the server");
        X509Certificate[] withRoot = server.getCertificatePathWithRoot();
        assertThat(objections(TrustAnchors.ofThisJava(), withRoot))
                .containsExactly("its authority, CN=Our Root, is not among the trusted authorities");
    }

    @Test
    void aSelfSignedCertificateIsReportedAsSelfSigned() {
        assertThat(objections(ours, Certificates.server(null)))
                .containsExactly("it is self-signed, and is not among the trusted authorities");
    }

    @Test
    void aMissingIntermediateCertificateIsNamed() {
        X509Certificate leaf = Certificates.server(below).getCertificate();
        assertThat(objections(ours, leaf))
                .containsExactly("its issuer, CN=Below, is neither trusted nor sent by the server");
        X509Certificate withPointer = Certificates.server(
                        below,
                        builder -> builder.addExtensionOctetString("1.3.6.1.5.5.7.1.1", false, ISSUER_IS_ELSEWHERE))
                .getCertificate();
        assertThat(objections(ours, withPointer))
                .containsExactly(
                        "the chain is incomplete: the certificate of its issuer, CN=Below, is not sent by the server");
    }

    @Test
    void aChainInTheWrongOrderIsTrusted() {
        X509Bundle lower = Certificates.authority("Lower", below);
        X509Bundle server = Certificates.server(lower);
        assertThat(objections(ours, server.getCertificate(), below.getCertificate(), lower.getCertificate()))
                .isEmpty();
    }

    @Test
    void eachExpiredOrFutureCertificateIsReported() {
        assertThat(objections(ours, Certificates.server(root, Certificates::expired)))
                .containsExactly("it expired on 2024-03-01");
        assertThat(objections(ours, Certificates.server(root, Certificates::future)))
                .containsExactly("it is not valid before 2222-03-01");
        X509Bundle old = Certificates.expiredAuthority("Old", root);
        assertThat(objections(ours, Certificates.server(old)))
                .containsExactly("the certificate of CN=Old expired on 2024-03-01");
    }

    @Test
    void otherReasonsQuoteThePlatformsMessage() {
        X509Bundle forClients = Certificates.server(root, builder -> builder.addExtendedKeyUsageClientAuth());
        assertThat(objections(ours, forClients)).singleElement().asString().contains("TLS server");
    }

    @Test
    void aLongNameIsCut() {
        X509Bundle longName = Certificates.authority("x".repeat(5_000), root);
        X509Certificate leaf = Certificates.server(longName).getCertificate();
        assertThat(objections(ours, leaf)).singleElement().asString().hasSizeLessThan(700);
    }

    private static List<String> objections(TrustAnchors authorities, X509Bundle server) {
        return objections(authorities, server.getCertificatePath());
    }

    private static List<String> objections(TrustAnchors authorities, X509Certificate... chain) {
        return authorities.objections(chain, "UNKNOWN", Instant.now());
    }
}
