package io.ehloscope.scan;

import static io.ehloscope.scan.Rehearsal.answered;
import static io.ehloscope.scan.Rehearsal.failed;
import static io.ehloscope.scan.Rehearsal.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Settings;
import io.ehloscope.resolve.Lookup;
import io.ehloscope.result.TargetResult;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
