package io.ehloscope.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyTexts;
import io.ehloscope.smtp.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is observed is kept; a copy with one change differs in nothing else. */
class ObservationTest {

    private static final EhloReply PLAIN = EhloReply.of(ReplyTexts.reply("250-h\n250 STARTTLS"));
    private static final EhloReply INSIDE = EhloReply.of(ReplyTexts.reply("250-h\n250 AUTH PLAIN"));
    private static final Failure LATER = Failure.of(Stage.TLS, Reason.TIMEOUT, "no answer");

    @Test
    void firstReplyIsThatInTheClear() {
        assertThat(observation(PLAIN, null, "x", INSIDE).reply()).isSameAs(PLAIN);
        assertThat(observation(PLAIN, null, "x", null).reply()).isSameAs(PLAIN);
        assertThat(observation(null, null, "x", INSIDE).reply()).isSameAs(INSIDE);
        assertThat(Observation.NOTHING.reply()).isNull();
    }

    @Test
    void copyWithOneChangeKeepsTheRest() {
        Observation seen = observation(PLAIN, "500 what", "220 h", INSIDE);
        Timings timings = Timings.NONE.with(Stage.DNS, Duration.ofMillis(3));

        Observation changed =
                seen.withLaterFailure(LATER).withRemark("one").withRemark("two").withTimings(timings);

        assertThat(changed.laterFailure()).isEqualTo(LATER);
        assertThat(changed.remarks()).containsExactly("one", "two");
        assertThat(changed.timings()).isEqualTo(timings);
        assertThat(changed)
                .usingRecursiveComparison()
                .ignoringFields("laterFailure", "remarks", "timings")
                .isEqualTo(seen);
    }

    @Test
    void earlierConnectionPutsItsTranscriptBeforeThisOne() {
        Observation first = observation(null, "500 first", "first", null);
        Observation own = observation(PLAIN, "502 own", "second", null);
        Observation none = observation(PLAIN, null, "second", null);

        assertThat(none.precededBy(first).ehloRefusal()).isEqualTo(first.ehloRefusal());
        assertThat(own.precededBy(first).ehloRefusal()).isEqualTo(own.ehloRefusal());
        assertThat(own.precededBy(first).transcript().entries())
                .extracting(Transcript.Entry::line)
                .containsExactly("first", "second");
        assertThat(own.precededBy(first))
                .usingRecursiveComparison()
                .ignoringFields("transcript")
                .isEqualTo(own);
    }

    @Test
    void outcomeKeepsItsKindWithAnotherObservation() {
        Observation seen = observation(PLAIN, null, "x", null);

        assertThat(new ProbeOutcome.Answered(Observation.NOTHING).withObservation(seen))
                .isEqualTo(new ProbeOutcome.Answered(seen));
        assertThat(new ProbeOutcome.Failed(LATER, Observation.NOTHING).withObservation(seen))
                .isEqualTo(new ProbeOutcome.Failed(LATER, seen));
        ProbeOutcome skipped = new ProbeOutcome.Skipped("why");
        assertThat(skipped.withObservation(seen)).isEqualTo(skipped);
        assertThat(skipped.observation()).isEqualTo(Observation.NOTHING);
    }

    @Test
    void failureHasTheCodesOfItsReply() {
        assertThat(Failure.by(ReplyTexts.reply("550 5.7.1 no"), Stage.EHLO, Reason.REJECTED_PERMANENTLY, "no"))
                .isEqualTo(new Failure(Stage.EHLO, Reason.REJECTED_PERMANENTLY, "no", 550, "5.7.1"));
        assertThat(LATER).isEqualTo(new Failure(Stage.TLS, Reason.TIMEOUT, "no answer", null, null));
    }

    @Test
    void timingsAddUp() {
        Timings timings = Timings.NONE.with(Stage.DNS, Duration.ofMillis(3)).with(Stage.CONNECT, Duration.ofMillis(4));

        assertThat(timings.total()).isEqualTo(Duration.ofMillis(7));
        assertThat(timings.of(Stage.DNS)).isEqualTo(Duration.ofMillis(3));
        assertThat(timings.of(Stage.EHLO)).isNull();
        assertThat(timings.stages())
                .isEqualTo(Map.of(Stage.DNS, Duration.ofMillis(3), Stage.CONNECT, Duration.ofMillis(4)));
    }

    /** The names are part of results and of metrics. */
    @Test
    void namesInResultsAreStable() {
        assertThat(List.of(Stage.values()))
                .extracting(Stage::label)
                .containsExactly("dns", "connect", "greeting", "ehlo", "helo", "starttls", "tls", "ehlo_tls", "quit");
        assertThat(List.of(Stage.values()).stream().filter(Stage::isOfTls))
                .containsExactly(Stage.STARTTLS, Stage.TLS, Stage.EHLO_TLS);
        assertThat(List.of(Starttls.values()))
                .extracting(Starttls::label)
                .containsExactly("not_offered", "offered", "negotiated", "failed");
    }

    /** Only what can pass soon is worth another attempt. */
    @ParameterizedTest
    @CsvSource({
        "not_found, false",
        "timeout, true",
        "refused, true",
        "unreachable, true",
        "reset, true",
        "closed, true",
        "rate_limited, true",
        "rejected_temporarily, true",
        "rejected_permanently, false",
        "not_smtp, false",
        "truncated, true",
        "too_large, false",
        "tls_failed, false",
        "overloaded, true"
    })
    void reasonsThatCanPassAreRetried(String label, boolean canPass) {
        assertThat(List.of(Reason.values()).stream().filter(each -> each.label().equals(label)))
                .singleElement()
                .extracting(Reason::isTransient)
                .isEqualTo(canPass);
    }

    @Test
    void certificateInWords() {
        PeerCertificate leaf = certificate("CN=mail", "CN=authority", 2048);

        assertThat(leaf.key()).isEqualTo("RSA 2048");
        assertThat(certificate("CN=mail", "CN=authority", 0).key()).isEqualTo("RSA");
        assertThat(leaf.expired("it")).isEqualTo("it expired on 2026-02-01");
        assertThat(leaf.notYetValid("the issuer")).isEqualTo("the issuer is not valid before 2026-01-01");
        assertThat(leaf.namesItself()).isFalse();
        assertThat(certificate("CN=root", "CN=root", 0).namesItself()).isTrue();
        assertThat(leaf.thumbprint()).isNull();
    }

    @Test
    void chainDescribesTheServersOwnCertificate() {
        PeerCertificate leaf = certificate("CN=mail", "CN=authority", 2048);
        PeerCertificate issuer = certificate("CN=authority", "CN=root", 4096);
        PeerTls tls = tls(List.of(leaf, issuer), List.of());

        assertThat(tls.leaf()).isEqualTo(leaf);
        assertThat(tls.subject()).isEqualTo("CN=mail");
        assertThat(tls.issuer()).isEqualTo("CN=authority");
        assertThat(tls.notAfter()).isEqualTo(leaf.notAfter());
        assertThat(tls.trusted()).isTrue();
        assertThatThrownBy(() -> tls(List.of(), List.of()))
                .hasMessage("a server without a certificate has shown nothing");
    }

    @Test
    void validityOfTheOwnCertificateIsApartFromOtherDistrust() {
        PeerTls tls = tls(
                List.of(certificate("CN=mail", "CN=authority", 2048)),
                List.of(
                        "it expired on 2026-02-01",
                        "it is not valid before 2026-01-01",
                        "the issuer expired on 2026-02-01",
                        "no trusted authority issued it"));

        assertThat(tls.trusted()).isFalse();
        assertThat(tls.distrustBeyondValidity())
                .containsExactly("the issuer expired on 2026-02-01", "no trusted authority issued it");
    }

    private static PeerTls tls(List<PeerCertificate> chain, List<String> distrust) {
        return new PeerTls("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, chain, distrust, null);
    }

    private static PeerCertificate certificate(String subject, String issuer, int bits) {
        return new PeerCertificate(
                subject,
                List.of("mail.example.com"),
                issuer,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-01T00:00:00Z"),
                "RSA",
                bits,
                "SHA256withRSA");
    }

    private static Observation observation(
            @Nullable EhloReply ehlo, @Nullable String refusal, String line, @Nullable EhloReply inside) {
        Transcript.Recorder transcript = new Transcript.Recorder();
        transcript.add(Transcript.Direction.RECEIVED, 1, line);
        Reply refused = refusal == null ? null : ReplyTexts.reply(refusal);
        return new Observation(
                null,
                ReplyTexts.reply("220 h"),
                ehlo,
                refused,
                null,
                Starttls.OFFERED,
                inside,
                null,
                Timings.NONE,
                transcript.transcript(),
                List.of());
    }
}
