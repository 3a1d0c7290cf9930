package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Settings;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Which attempts follow a failure, and to which address; in virtual time. */
class ScanAttemptsTest {

    @Test
    void transientFailureIsRetriedAfterItsBackoff() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes =
                (target, attempt) -> attempt < 3 ? failed(Stage.GREETING, Reason.REJECTED_TEMPORARILY) : answered();
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 1));
        assertThat(results.get(0).attempts()).isEqualTo(3);
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        // backoff 1 s then 2 s, jitter 0.5 drawn in its middle, dialogues of 100 ms
        assertThat(rehearsal.startedAtMillis.get(1)).isBetween(1_100L, 1_300L);
        assertThat(rehearsal.startedAtMillis.get(2)).isBetween(3_200L, 3_500L);
    }

    @Test
    void attemptsAreBounded() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.outcomes = (target, attempt) -> failed(Stage.EHLO, Reason.TIMEOUT);
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 5));
        assertThat(results).allMatch(each -> each.attempts() == 3 && each.verdict() == Verdict.UNREACHABLE);
    }

    @Test
    void permanentFailureIsNotRetried() {
        for (Reason reason : List.of(Reason.REJECTED_PERMANENTLY, Reason.NOT_SMTP, Reason.TOO_LARGE)) {
            Rehearsal rehearsal = new Rehearsal();
            rehearsal.outcomes = (target, attempt) -> failed(Stage.GREETING, reason);
            assertThat(rehearsal.run(Rehearsal.targets("one", 0, 1)).get(0).attempts())
                    .as(reason.label())
                    .isEqualTo(1);
        }
    }

    @Test
    void nameThatDoesNotExistIsLookedUpOnce() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names =
                name -> Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.NOT_FOUND, "no address is known")));
        List<TargetResult> results = rehearsal.run(List.of(target("one", "gone.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).failure()).extracting(Failure::stage).isEqualTo(Stage.DNS);
        assertThat(rehearsal.lookups).isEqualTo(1);
    }

    @Test
    void lookupWithoutAnswerIsRetried() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> rehearsal.lookups < 3
                ? Mono.just(new Lookup.Missing<>(Failure.of(Stage.DNS, Reason.TIMEOUT, "no answer")))
                : Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(9))));
        List<TargetResult> results = rehearsal.run(List.of(target("one", "late.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(results.get(0).attempts()).isEqualTo(3);
    }

    @Test
    void nextAddressIsTriedAtOnceAfterAFailedConnect() {
        Rehearsal rehearsal = new Rehearsal();
        InetAddress dead = Rehearsal.address(1);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(dead, Rehearsal.address(2))));
        rehearsal.byAddress = address -> address.equals(dead) ? failed(Stage.CONNECT, Reason.REFUSED) : answered();
        List<TargetResult> results = rehearsal.run(List.of(target("one", "two.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(results.get(0).attempts()).isEqualTo(2);
        assertThat(rehearsal.startedAtMillis.get(1)).isLessThan(200L);
    }

    @Test
    void retryHoldsNoSlotWhileItWaits() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.limits = new Limits(1, 1, 1, 10_000, Duration.ZERO);
        rehearsal.outcomes =
                (target, attempt) -> target.host().equals("127.0.0.0") ? failed(Stage.EHLO, Reason.RESET) : answered();
        List<TargetResult> results = rehearsal.run(Rehearsal.targets("one", 0, 5));
        assertThat(results.get(4).target().host()).isEqualTo("127.0.0.0");
        assertThat(rehearsal.startedAtMillis.get(4))
                .as("the fifth start is the last healthy one")
                .isLessThan(600L);
    }

    @Test
    void allAddressesAreProbedAndDisagreementIsReported() {
        Rehearsal rehearsal = new Rehearsal();
        InetAddress broken = Rehearsal.address(2);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1), broken)));
        rehearsal.byAddress = address -> address.equals(broken) ? failed(Stage.EHLO, Reason.NOT_SMTP) : answered();
        Settings all = Rehearsal.resolvingAll();
        List<TargetResult> results = rehearsal.run(List.of(target("one", "pair.example.com", all)));
        assertThat(results).hasSize(1);
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(results.get(0).attempts()).isEqualTo(2);
    }

    @Test
    void allAddressesThatAgreeGiveOneVerdict() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(Rehearsal.address(1), Rehearsal.address(2))));
        Settings all = Rehearsal.resolvingAll();
        List<TargetResult> results = rehearsal.run(List.of(target("one", "pair.example.com", all)));
        assertThat(results.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failureOfTheFirstAddressIsReportedIfNoneCanBeConnectedTo() {
        Rehearsal rehearsal = new Rehearsal();
        InetAddress first = Rehearsal.address(1);
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(first, Rehearsal.address(2))));
        rehearsal.byAddress =
                address -> failed(Stage.CONNECT, address.equals(first) ? Reason.TIMEOUT : Reason.UNREACHABLE);
        List<TargetResult> results = rehearsal.run(List.of(target("one", "two.example.com", Settings.DEFAULT)));
        assertThat(results.get(0).failure()).extracting(Failure::reason).isEqualTo(Reason.TIMEOUT);
        assertThat(results.get(0).attempts()).isEqualTo(6);
    }

    /** What each address does in each attempt at it, and what the result says about the others. */
    static Stream<Arguments> addressesThatFail() {
        return Stream.of(
                argumentSet(
                        "the first does not answer",
                        List.of(List.of("timeout"), List.of("answers")),
                        "127.0.0.1 did not answer (connect timeout); 127.0.0.2 did."),
                argumentSet(
                        "two do not answer",
                        List.of(List.of("timeout"), List.of("refused"), List.of("answers")),
                        "2 other addresses did not answer: 127.0.0.1 (connect timeout), 127.0.0.2 (connect refused);"
                                + " 127.0.0.3 did."),
                argumentSet(
                        "the second answers only when it is retried",
                        List.of(List.of("unreachable"), List.of("closes", "answers")),
                        "127.0.0.1 did not answer (connect unreachable); 127.0.0.2 did."),
                argumentSet(
                        "the first answers when it is retried",
                        List.of(List.of("timeout", "answers"), List.of("refused")),
                        "127.0.0.2 did not answer (connect refused); 127.0.0.1 did."),
                argumentSet(
                        "the second is connected to, but fails",
                        List.of(List.of("timeout"), List.of("closes")),
                        "127.0.0.1 did not answer (connect timeout); this result is that of 127.0.0.2."),
                argumentSet(
                        "none answers",
                        List.of(List.of("timeout"), List.of("refused")),
                        "127.0.0.2 did not answer either (connect refused)."),
                argumentSet(
                        "seven do not answer",
                        Stream.concat(
                                        Collections.nCopies(7, List.of("timeout")).stream(),
                                        Stream.of(List.of("answers")))
                                .toList(),
                        "7 other addresses did not answer: 127.0.0.1 (connect timeout), 127.0.0.2 (connect timeout),"
                                + " 127.0.0.3 (connect timeout), 127.0.0.4 (connect timeout), 127.0.0.5 (connect timeout)"
                                + " and 2 more; 127.0.0.8 did."),
                argumentSet("the first answers", List.of(List.of("answers"), List.of("timeout")), ""),
                argumentSet("one address", List.of(List.of("timeout", "answers")), ""));
    }

    @ParameterizedTest
    @MethodSource("addressesThatFail")
    void addressThatFailedBeforeAnotherIsNamed(List<List<String>> each, String expected) {
        Rehearsal rehearsal = new Rehearsal();
        List<InetAddress> addresses = IntStream.rangeClosed(1, each.size())
                .mapToObj(Rehearsal::address)
                .toList();
        rehearsal.names = name -> Mono.just(new Lookup.Found<>(addresses));
        Map<InetAddress, Iterator<String>> acts = new HashMap<>();
        Map<InetAddress, String> last = new HashMap<>();
        for (int i = 0; i < each.size(); i++) {
            acts.put(addresses.get(i), each.get(i).iterator());
        }
        rehearsal.byAddress = address -> {
            Iterator<String> next = acts.get(address);
            return switch (next.hasNext() ? last.merge(address, next.next(), (old, now) -> now) : last.get(address)) {
                case "answers" -> answered();
                case "closes" -> failed(Stage.GREETING, Reason.CLOSED);
                case "timeout" -> failed(Stage.CONNECT, Reason.TIMEOUT);
                case "refused" -> failed(Stage.CONNECT, Reason.REFUSED);
                default -> failed(Stage.CONNECT, Reason.UNREACHABLE);
            };
        };

        TargetResult result = rehearsal
                .run(List.of(target("one", "many.example.com", Settings.DEFAULT)))
                .get(0);

        assertThat(String.join("\n", result.observation().remarks())).isEqualTo(expected);
    }

    @Test
    void namedAddressesAreAmongTheReasonsAndDoNotChangeTheVerdict() {
        Classifier classifier = Catalogue.load().classifier(Map.of());
        InetAddress dead = Rehearsal.address(1);
        for (ProbeOutcome outcome :
                List.of(SampleVerdicts.healthyExchange().outcome(), failed(Stage.GREETING, Reason.CLOSED))) {
            Rehearsal rehearsal = new Rehearsal();
            rehearsal.assess = seen -> classifier.assess(seen, Expectation.of("auto", 25));
            rehearsal.names = name -> Mono.just(new Lookup.Found<>(List.of(dead, Rehearsal.address(2))));
            rehearsal.byAddress = address -> address.equals(dead) ? failed(Stage.CONNECT, Reason.TIMEOUT) : outcome;

            TargetResult result = rehearsal
                    .run(List.of(target("one", "two.example.com", Settings.DEFAULT)))
                    .get(0);

            Assessment alone = classifier.assess(outcome, Expectation.of("auto", 25));
            assertThat(result.verdict()).isEqualTo(alone.verdict());
            assertThat(result.findings()).isEqualTo(alone.findings());
            assertThat(result.assessment().reasons())
                    .startsWith(alone.reasons().get(0))
                    .filteredOn(each -> each.startsWith("127.0.0.1 did not answer (connect timeout)"))
                    .hasSize(1);
        }
    }

    /** A shortage of the scanner itself says nothing about the address. */
    @Test
    void addressIsNotNamedForAShortageOfTheScanner() {
        UnconnectedAddresses some =
                UnconnectedAddresses.NONE.with(0, Failure.of(Stage.CONNECT, Reason.OVERLOADED, "no port"));
        assertThat(some).isEqualTo(UnconnectedAddresses.NONE);
    }
}
