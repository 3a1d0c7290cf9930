package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerCertificate;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Timings;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the TLS of a server; it does not change the verdict. */
class TlsFindingsTest {

    private static final PeerCertificate GOOD = certificate("RSA", 2048, "SHA256withRSA", "mail.example.com");

    @Test
    void goodTlsHasNoSentences() {
        assertThat(sentences(seen(tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", GOOD))))
                .isEmpty();
        assertThat(sentences(Observation.NOTHING)).isEmpty();
    }

    @Test
    void untrustedCertificateIsReportedWithItsNames() {
        PeerTls tls = new PeerTls(
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                null,
                List.of(GOOD),
                List.of("it expired on 2024-03-01", "it is self-signed"),
                true);
        assertThat(sentences(seen(tls)))
                .containsExactly(
                        "The certificate is not trusted: it expired on 2024-03-01; it is self-signed; it is for mail.example.com.");
    }

    @Test
    void wrongNameIsReportedWithTheNamesOfTheCertificate() {
        PeerCertificate many = certificate("EC", 256, "SHA256withECDSA", "a", "b", "c", "d", "e", "f", "g");
        assertThat(sentences(seen(new PeerTls("TLSv1.3", "X", null, List.of(many), List.of(), false))))
                .containsExactly(
                        "The certificate does not match the name of this target; it is for a, b, c, d, e and 2 more.");
        PeerCertificate none = certificate("EC", 256, "SHA256withECDSA");
        assertThat(sentences(seen(new PeerTls("TLSv1.3", "X", null, List.of(none), List.of(), false))))
                .singleElement()
                .asString()
                .contains("no names except its subject, CN=mail");
    }

    @ParameterizedTest
    @CsvSource({"SSLv3, SSL 3.0", "TLSv1, TLS 1.0", "TLSv1.1, TLS 1.1"})
    void oldVersionsAreReported(String version, String words) {
        assertThat(sentences(seen(tls(version, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", GOOD))))
                .singleElement()
                .asString()
                .startsWith("The server supports nothing newer than " + words + ", which is ");
    }

    @ParameterizedTest
    @CsvSource({
        "SSL_RSA_WITH_RC4_128_SHA, RC4 is broken",
        "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, 3DES is obsolete",
        "SSL_DHE_RSA_WITH_DES_CBC_SHA, DES is broken",
        "TLS_RSA_WITH_AES_128_CBC_SHA, no forward secrecy"
    })
    void oldCipherSuitesAreReported(String suite, String words) {
        assertThat(sentences(seen(tls("TLSv1.2", suite, GOOD))))
                .singleElement()
                .asString()
                .contains(suite, words);
    }

    @Test
    void weakKeysGroupsAndSignaturesAreReported() {
        PeerCertificate weak = certificate("RSA", 1024, "SHA1withRSA", "mail.example.com");
        PeerTls tls = new PeerTls("TLSv1.2", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", 1024, List.of(weak), List.of(), true);
        assertThat(sentences(seen(tls)))
                .containsExactly(
                        "The server's Diffie-Hellman group has 1024 bits, fewer than the 2048 of RFC 9325 section 4.4.",
                        "The certificate has a key of RSA 1024 bits, fewer than the 2048 that are safe.",
                        "The certificate is signed with SHA1withRSA, which can be forged (RFC 9155).");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 1, 2048",
        "RSA, 2047, 2048",
        "RSA, 2048, ",
        "RSA, 0, ",
        "RSASSA-PSS, 2047, 2048",
        "DSA, 2047, 2048",
        "EC, 223, 224",
        "EC, 224, ",
        "Ed25519, 1, "
    })
    void keyShorterThanItsAlgorithmNeedsIsWeak(String algorithm, int bits, @Nullable Integer least) {
        PeerCertificate leaf = certificate(algorithm, bits, "SHA256withRSA", "mail.example.com");
        assertThat(sentences(seen(tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", leaf))))
                .isEqualTo(
                        least == null
                                ? List.of()
                                : List.of("The certificate has a key of " + algorithm + " " + bits
                                        + " bits, fewer than the " + least + " that are safe."));
    }

    @ParameterizedTest
    @CsvSource({"2047, 1", "2048, 0", "4096, 0", ", 0"})
    void groupOfFewerThan2048BitsIsWeak(@Nullable Integer bits, int findings) {
        PeerTls tls =
                new PeerTls("TLSv1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", bits, List.of(GOOD), List.of(), true);
        assertThat(sentences(seen(tls))).hasSize(findings);
    }

    /** The signature of a root on itself proves nothing, but its key does. */
    @ParameterizedTest
    @CsvSource({"CN=ca, 0", "CN=other, 1"})
    void weakSignatureInTheChainMattersExceptThatOfARoot(String issuer, int findings) {
        PeerCertificate authority = new PeerCertificate(
                "CN=ca",
                List.of(),
                issuer,
                Instant.EPOCH,
                Instant.parse("9999-12-31T23:59:59Z"),
                "RSA",
                2048,
                "SHA-1withRSA");
        PeerTls tls = new PeerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, List.of(GOOD, authority), List.of(), true);
        assertThat(sentences(seen(tls)))
                .hasSize(findings)
                .allMatch(each -> each.startsWith("The certificate of CN=ca in its chain is signed with SHA-1withRSA"));
    }

    @ParameterizedTest
    @CsvSource({"5, 'a1, a2, a3, a4, a5'", "6, 'a1, a2, a3, a4, a5 and 1 more'", "1, a1"})
    void atMostFiveNamesAreListed(int count, String names) {
        PeerCertificate leaf = certificate(
                "EC",
                256,
                "SHA256withECDSA",
                IntStream.rangeClosed(1, count).mapToObj(i -> "a" + i).toArray(String[]::new));
        assertThat(sentences(seen(new PeerTls("TLSv1.3", "X", null, List.of(leaf), List.of(), false))))
                .containsExactly("The certificate does not match the name of this target; it is for " + names + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-01T00:00:00Z | 2026-11-29T23:00:00Z | The certificate expired on 2026-11-29.",
                "2026-12-01T01:00:00Z | 2027-11-29T00:00:00Z | The certificate is not valid before 2026-12-01.",
                "2026-01-01T00:00:00Z | 2026-12-01T11:59:59Z | The certificate expires on 2026-12-01, within a day.",
                "2026-01-01T00:00:00Z | 2026-12-01T12:00:00Z | The certificate expires on 2026-12-01, in 1 day.",
                "2026-01-01T00:00:00Z | 2026-12-05T12:00:00Z | The certificate expires on 2026-12-05, in 5 days."
            })
    void sentenceOnValidityHasTheDay(Instant begin, Instant end, String sentence) {
        PeerCertificate leaf =
                new PeerCertificate("CN=mail", List.of("mail"), "CN=ca", begin, end, "EC", 256, "SHA256withECDSA");
        PeerTls tls = new PeerTls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null, List.of(leaf), List.of(), true);
        assertThat(TlsFindings.of(seen(tls), Instant.parse("2026-11-30T12:00:00Z"), null))
                .extracting(Detected::sentence)
                .containsExactly(sentence);
    }

    @Test
    void verdictDoesNotDependOnTls() {
        PeerTls bad = new PeerTls(
                "SSLv3", "SSL_RSA_WITH_RC4_128_MD5", null, List.of(GOOD), List.of("it expired on 2024-03-01"), false);
        EhloReply exchange = Replies.ehlo("X-EXPS GSSAPI", "X-EXPS=LOGIN", "X-LINK2STATE", "XEXCH50");
        Expectation expectation = Expectation.of("exchange-2003", 465);
        Assessment assessment = Samples.CLASSIFIER.assess(new ProbeOutcome.Answered(seen(bad, exchange)), expectation);
        assertThat(assessment.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(assessment.reasons()).anyMatch(reason -> reason.startsWith("The certificate does not match"));
    }

    @Test
    void wrongTlsModeGetsAHint() {
        InetSocketAddress submissions = new InetSocketAddress(InetAddress.getLoopbackAddress(), 465);
        Failure silence = Failure.of(Stage.GREETING, Reason.TIMEOUT, "no reply within 20 s");
        assertThat(reasons(silence, submissions))
                .contains("Port 465 usually speaks TLS from the first byte: set tls: implicit.");
        Failure clear = Failure.of(Stage.TLS, Reason.TLS_FAILED, "it does not start with TLS here");
        InetSocketAddress smtp = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
        assertThat(reasons(clear, smtp))
                .anyMatch(reason -> reason.startsWith("The scanner started TLS with the first byte."));
        assertThat(reasons(silence, smtp)).containsExactly("no reply within 20 s");
        assertThat(reasons(clear, submissions)).containsExactly("it does not start with TLS here");
    }

    private static List<String> sentences(Observation seen) {
        return TlsFindings.of(seen, null, null).stream().map(Detected::sentence).toList();
    }

    private static List<String> reasons(Failure failure, InetSocketAddress peer) {
        Observation seen = new Observation(
                peer, null, null, null, null, null, null, null, Timings.NONE, Transcript.EMPTY, List.of());
        return Samples.CLASSIFIER
                .assess(new ProbeOutcome.Failed(failure, seen), Expectation.of("auto", peer.getPort()))
                .reasons();
    }

    private static PeerTls tls(String version, String cipher, PeerCertificate leaf) {
        return new PeerTls(version, cipher, null, List.of(leaf), List.of(), true);
    }

    private static PeerCertificate certificate(String algorithm, int bits, String signature, String... names) {
        return new PeerCertificate(
                "CN=mail",
                List.of(names),
                "CN=ca",
                Instant.EPOCH,
                Instant.parse("9999-12-31T23:59:59Z"),
                algorithm,
                bits,
                signature);
    }

    private static Observation seen(PeerTls tls) {
        return seen(tls, null);
    }

    private static Observation seen(PeerTls tls, EhloReply inside) {
        return new Observation(
                null, null, null, null, null, null, inside, tls, Timings.NONE, Transcript.EMPTY, List.of());
    }
}
