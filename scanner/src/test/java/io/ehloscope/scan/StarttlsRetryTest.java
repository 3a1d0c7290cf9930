package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Finding;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.evidence.Starttls;
import io.ehloscope.plan.Settings;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** A transient failure of STARTTLS is retried, and no retry loses the EHLO list; in virtual time. */
class StarttlsRetryTest {

    private static final String TIMEOUT = "no reply within 10 s";
    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    /** What each attempt shows, how many attempts follow from it, and what the result shows. */
    static Stream<Arguments> attempts() {
        ProbeOutcome timeout = broken(Stage.STARTTLS, Reason.TIMEOUT, TIMEOUT);
        ProbeOutcome handshake = broken(Stage.TLS, Reason.RESET, "the connection was reset");
        ProbeOutcome inside = broken(Stage.EHLO_TLS, Reason.CLOSED, "the server closed the connection");
        ProbeOutcome alert = broken(Stage.TLS, Reason.TLS_FAILED, "alert");
        ProbeOutcome refused = broken(Stage.STARTTLS, Reason.REJECTED_PERMANENTLY, "502 no");
        ProbeOutcome notConnected = failed(Stage.CONNECT, Reason.REFUSED);
        ProbeOutcome rejected = failed(Stage.GREETING, Reason.REJECTED_PERMANENTLY);
        ProbeOutcome heloOnly = new ProbeOutcome.Answered(Observation.NOTHING);
        String shown = "STARTTLS is offered, but got no valid reply: " + TIMEOUT;
        return Stream.of(
                argumentSet("a retry negotiates TLS", List.of(timeout, negotiated()), 2, null),
                argumentSet("a retry after a reset negotiates TLS", List.of(handshake, negotiated()), 2, null),
                argumentSet("a retry of EHLO inside TLS succeeds", List.of(inside, negotiated()), 2, null),
                argumentSet("the third attempt", List.of(notConnected, timeout, negotiated()), 3, null),
                argumentSet("every attempt fails", List.of(timeout, timeout, timeout), 3, shown + " (3 attempts)"),
                argumentSet(
                        "later attempts fail earlier",
                        List.of(timeout, notConnected, notConnected),
                        3,
                        shown + " (3 attempts; the last one failed: connect refused)"),
                argumentSet(
                        "a retry is rejected for good",
                        List.of(timeout, rejected),
                        2,
                        shown + " (2 attempts; the last one failed: greeting rejected permanently)"),
                argumentSet(
                        "only the last attempt gets a list",
                        List.of(notConnected, notConnected, timeout),
                        3,
                        shown + " (3 attempts)"),
                argumentSet(
                        "HELO only",
                        List.of(timeout, heloOnly),
                        2,
                        shown + " (2 attempts; the last one got no EHLO list)"),
                argumentSet(
                        "the attempt that got furthest",
                        List.of(inside, timeout, timeout),
                        3,
                        "STARTTLS is offered, but EHLO inside TLS failed: the server closed the connection"
                                + " (3 attempts; the last one failed: starttls timeout)"),
                argumentSet(
                        "an alert is not retried",
                        List.of(alert),
                        1,
                        "STARTTLS is offered, but the TLS handshake failed: alert"),
                argumentSet(
                        "nor after a retry",
                        List.of(timeout, alert),
                        2,
                        "STARTTLS is offered, but the TLS handshake failed: alert (2 attempts)"),
                argumentSet(
                        "a permanent refusal is not retried",
                        List.of(refused),
                        1,
                        "STARTTLS is offered, but got no valid reply: 502 no"));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void resultIsThatOfTheBestAttempt(List<ProbeOutcome> each, int attempts, @Nullable String finding) {
        TargetResult result =
                rehearsal(each).run(Rehearsal.targets("one", 0, 1)).get(0);

        assertThat(result.attempts()).isEqualTo(attempts);
        assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.observation().ehlo()).isNotNull();
        assertThat(result.findings())
                .extracting(Finding::sentence)
                .isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void onlyTransientFailuresOfStarttlsAreRetried(Reason reason) {
        Rehearsal rehearsal = rehearsal(List.of(broken(Stage.STARTTLS, reason, "rehearsed"), negotiated()));
        TargetResult result = rehearsal.run(Rehearsal.targets("one", 0, 1)).get(0);
        boolean isRetried = reason.isTransient() && reason != Reason.OVERLOADED;
        assertThat(result.attempts()).isEqualTo(isRetried ? 2 : 1);
    }

    @Test
    void retryWaitsForItsBackoff() {
        Rehearsal rehearsal = rehearsal(List.of(broken(Stage.TLS, Reason.TIMEOUT, TIMEOUT)));
        rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(rehearsal.startedAtMillis.get(1)).isBetween(1_100L, 1_300L);
        assertThat(rehearsal.startedAtMillis.get(2)).isBetween(3_200L, 3_500L);
    }

    @Test
    void otherAddressThatNegotiatesTlsReplacesTheList() {
        InetAddress first = Rehearsal.address(1);
        InetAddress second = Rehearsal.address(2);
        Rehearsal rehearsal = rehearsal(List.of());
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(first, second)));
        rehearsal.byAddress = address -> {
            if (address.equals(second)) {
                return negotiated();
            }
            return rehearsal.started.size() == 1
                    ? broken(Stage.STARTTLS, Reason.TIMEOUT, TIMEOUT)
                    : failed(Stage.CONNECT, Reason.REFUSED);
        };
        TargetResult result = rehearsal
                .run(List.of(target("one", "two.example.com", Settings.DEFAULT)))
                .get(0);
        assertThat(result.attempts()).isEqualTo(3);
        assertThat(result.findings()).isEmpty();
        assertThat(result.observation().remarks())
                .containsExactly("127.0.0.1 did not answer (connect refused); 127.0.0.2 did.");
    }

    /** The list is known; only the retry is missing. */
    @Test
    void stoppedScanKeepsTheList() {
        Rehearsal rehearsal = rehearsal(List.of(broken(Stage.STARTTLS, Reason.TIMEOUT, TIMEOUT)));
        TargetResult result = rehearsal
                .runUntil(Rehearsal.targets("one", 0, 1), Duration.ofMillis(500))
                .get(0);
        assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.findings())
                .extracting(Finding::sentence)
                .containsExactly("STARTTLS is offered, but got no valid reply: " + TIMEOUT);
    }

    private static Rehearsal rehearsal(List<ProbeOutcome> each) {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.assess = seen -> CLASSIFIER.assess(seen, Expectation.of("auto", 25));
        rehearsal.outcomes = (target, attempt) -> each.get(Math.min(attempt, each.size()) - 1);
        return rehearsal;
    }

    private static ProbeOutcome negotiated() {
        return new ProbeOutcome.Answered(withStarttls(Starttls.NEGOTIATED));
    }

    private static ProbeOutcome broken(Stage stage, Reason reason, String detail) {
        Starttls starttls = stage == Stage.EHLO_TLS ? Starttls.NEGOTIATED : Starttls.FAILED;
        return new ProbeOutcome.Answered(withStarttls(starttls).withLaterFailure(Failure.of(stage, reason, detail)));
    }

    private static Observation withStarttls(Starttls starttls) {
        Observation seen = new SampleDialogue()
                .connect("127.0.0.1", 25, 100)
                .greeting(100, "220 mail.example.com ESMTP Postfix")
                .ehlo(
                        100,
                        "250-mail.example.com",
                        "250-PIPELINING",
                        "250-SIZE 10240000",
                        "250-VRFY",
                        "250-ETRN",
                        "250-STARTTLS",
                        "250-ENHANCEDSTATUSCODES",
                        "250-8BITMIME",
                        "250 DSN")
                .observation();
        return new Observation(
                seen.peer(),
                seen.greeting(),
                seen.ehlo(),
                null,
                null,
                starttls,
                null,
                null,
                seen.timings(),
                seen.transcript(),
                List.of());
    }
}
