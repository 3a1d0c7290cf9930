package io.ehloscope.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Trust;
import io.ehloscope.result.TargetResult;
import io.ehloscope.time.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Scans that run at the same time keep the limits on connections together. */
class AddressSlotsTest {

    private static final ProbeOutcome ANSWERED = new ProbeOutcome.Answered(Observation.NOTHING);

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final AddressSlots slots = new AddressSlots(100);
    private final List<Sinks.One<ProbeOutcome>> begun = new ArrayList<>();
    private final Prober dialogues = attempt -> Mono.defer(() -> {
        Sinks.One<ProbeOutcome> end = Sinks.one();
        begun.add(end);
        return end.asMono();
    });

    @AfterEach
    void end() {
        timers.dispose();
    }

    @Test
    void probeWaitsForTheDialogueOfAScanWithTheSameAddress() {
        List<TargetResult> results = new ArrayList<>();
        scan("192.0.2.1", 25, 1).subscribe(results::add);
        scan("192.0.2.1", 587, 1).subscribe(results::add);
        scan("192.0.2.2", 25, 1).subscribe(results::add);

        assertThat(begun).hasSize(2);
        begun.get(0).tryEmitValue(ANSWERED);
        assertThat(begun).hasSize(3);
        begun.get(1).tryEmitValue(ANSWERED);
        begun.get(2).tryEmitValue(ANSWERED);
        assertThat(results).hasSize(3);
    }

    @Test
    void asManyAsTheLimitAllowsBeginAtOnceAndTheOthersInOrder() {
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            scan("192.0.2.1", 25, 2).subscribe(any -> ended.add(number));
        }
        assertThat(begun).hasSize(2);
        begun.get(1).tryEmitValue(ANSWERED);
        begun.get(2).tryEmitValue(ANSWERED);
        begun.get(3).tryEmitValue(ANSWERED);
        begun.get(0).tryEmitValue(ANSWERED);
        assertThat(ended).containsExactly(1, 2, 3, 0);
    }

    @Test
    void limitOfTheProgramBoundsAllAddressesTogetherAndWaitingForAnAddressHoldsNoSlot() {
        AddressSlots narrow = new AddressSlots(2);
        scan(narrow, dialogues, "192.0.2.1", 25, 1, Duration.ZERO).subscribe();
        scan(narrow, dialogues, "192.0.2.1", 25, 1, Duration.ZERO).subscribe();
        scan(narrow, dialogues, "192.0.2.2", 25, 1, Duration.ZERO).subscribe();
        Disposable third =
                scan(narrow, dialogues, "192.0.2.3", 25, 1, Duration.ZERO).subscribe();
        scan(narrow, dialogues, "192.0.2.4", 25, 1, Duration.ZERO).subscribe();
        assertThat(begun).hasSize(2);

        third.dispose();
        begun.get(1).tryEmitValue(ANSWERED);
        assertThat(begun).as("the one with 192.0.2.4").hasSize(3);
        begun.get(0).tryEmitValue(ANSWERED);
        assertThat(begun).as("the second with 192.0.2.1").hasSize(4);
    }

    @Test
    void cancellingAScanThatWaitsOrIsInDialogueFreesItsSlot() {
        Disposable inDialogue = scan("192.0.2.1", 25, 1).subscribe();
        Disposable waiting = scan("192.0.2.1", 25, 1).subscribe();
        scan("192.0.2.1", 25, 1).subscribe();

        waiting.dispose();
        assertThat(begun).hasSize(1);
        inDialogue.dispose();
        assertThat(begun).hasSize(2);
        begun.get(1).tryEmitValue(ANSWERED);
        scan("192.0.2.1", 25, 1).subscribe();
        assertThat(begun).hasSize(3);
    }

    /** The second scan was notified that the address is free, and is cancelled while it still waits for the gap. */
    @Test
    void cancellingAScanThatWasNotifiedNotifiesTheNextOne() {
        scan(slots, dialogues, "192.0.2.1", 25, 1, Duration.ofSeconds(3)).subscribe();
        Disposable second = scan(slots, dialogues, "192.0.2.1", 25, 1, Duration.ofSeconds(3))
                .subscribe();
        scan(slots, dialogues, "192.0.2.1", 25, 1, Duration.ofSeconds(3)).subscribe();
        begun.get(0).tryEmitValue(ANSWERED);
        second.dispose();
        assertThat(begun).hasSize(1);

        timers.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(begun).hasSize(2);
    }

    @Test
    void dialogueThatFailsWithABugFreesItsSlot() {
        List<Prober> broken = List.of(attempt -> Mono.error(new IllegalStateException("a bug")), attempt -> {
            throw new IllegalStateException("a bug");
        });
        broken.forEach(each -> scan(slots, each, "192.0.2.1", 25, 1, Duration.ZERO)
                .onErrorComplete()
                .subscribe());

        scan("192.0.2.1", 25, 1).subscribe();
        assertThat(begun).hasSize(1);
    }

    @Test
    void gapBetweenTwoDialoguesIsKept() {
        scan(slots, dialogues, "192.0.2.1", 25, 1, Duration.ofSeconds(3)).subscribe();
        scan(slots, dialogues, "192.0.2.1", 25, 1, Duration.ofSeconds(3)).subscribe();
        begun.get(0).tryEmitValue(ANSWERED);

        timers.advanceTimeBy(Duration.ofMillis(2_999));
        assertThat(begun).hasSize(1);
        timers.advanceTimeBy(Duration.ofMillis(1));
        assertThat(begun).hasSize(2);
    }

    private Flux<TargetResult> scan(String address, int port, int perAddress) {
        return scan(slots, dialogues, address, port, perAddress, Duration.ZERO);
    }

    private Flux<TargetResult> scan(
            AddressSlots shared, Prober prober, String address, int port, int perAddress, Duration gap) {
        Plan plan = new Plan(
                "test",
                "scanner.example.com",
                new Limits(10, 10, perAddress, 10, gap),
                Schedule.DEFAULT,
                PerTarget.ALL,
                List.of(),
                Trust.NONE,
                Map.of(),
                Set.of(),
                List.of(new Target(
                        Target.id(address, port),
                        address,
                        port,
                        Target.Kind.ADDRESS,
                        "here",
                        Map.of(),
                        Settings.DEFAULT)));
        Scan scan = new Scan(new Scan.Parts(
                new Rehearsal(),
                prober,
                shared,
                (outcome, expected) -> Assessment.without(Verdict.HEALTHY, List.of(), null, null),
                new TimeSource(Clock.systemUTC(), () -> timers.now(TimeUnit.NANOSECONDS), timers),
                LagProbe.NONE,
                () -> 0.5,
                ScanObserver.NONE,
                ShortageObserver.NONE));
        return scan.results(new ResolvedPlan(plan, Map.of()), Flux.never());
    }
}
