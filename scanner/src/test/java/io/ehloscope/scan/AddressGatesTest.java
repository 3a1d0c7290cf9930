package io.ehloscope.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Timeouts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Who waits for whom, whatever they belong to. */
class AddressGatesTest {

    private static final ProbeOutcome ANSWERED = new ProbeOutcome.Answered(Observation.NOTHING);

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private final AddressGates gates = new AddressGates(100, timers);
    private final List<Sinks.One<ProbeOutcome>> begun = new ArrayList<>();
    private final Prober dialogues = call -> Mono.defer(() -> {
        Sinks.One<ProbeOutcome> end = Sinks.one();
        begun.add(end);
        return end.asMono();
    });

    @AfterEach
    void end() {
        timers.dispose();
    }

    @Test
    void aProbeWaitsForTheDialogueOfAScanWithTheSameAddress() {
        Prober scan = gates.guarding(dialogues, limits(1, Duration.ZERO));
        Prober probe = gates.guarding(dialogues, limits(1, Duration.ZERO));
        List<ProbeOutcome> outcomes = new ArrayList<>();
        scan.attempt(call("192.0.2.1", 25)).subscribe(outcomes::add);
        probe.attempt(call("192.0.2.1", 587)).subscribe(outcomes::add);
        probe.attempt(call("192.0.2.2", 25)).subscribe(outcomes::add);

        assertThat(begun).hasSize(2);
        begun.get(0).tryEmitValue(ANSWERED);
        assertThat(begun).hasSize(3);
        begun.get(1).tryEmitValue(ANSWERED);
        begun.get(2).tryEmitValue(ANSWERED);
        assertThat(outcomes).hasSize(3);
    }

    @Test
    void asManyAsAreAllowedGoInAtOnceAndTheOthersInTheirOrder() {
        Prober prober = gates.guarding(dialogues, limits(2, Duration.ZERO));
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            prober.attempt(call("192.0.2.1", 25)).subscribe(any -> ended.add(number));
        }
        assertThat(begun).hasSize(2);
        begun.get(1).tryEmitValue(ANSWERED);
        begun.get(2).tryEmitValue(ANSWERED);
        begun.get(3).tryEmitValue(ANSWERED);
        begun.get(0).tryEmitValue(ANSWERED);
        assertThat(ended).containsExactly(1, 2, 3, 0);
    }

    @Test
    void thereIsABoundOnAllOfThemTogetherWhateverTheirAddressAndWhoeverWaitsForItsAddressTakesNoPlace() {
        AddressGates narrow = new AddressGates(2, timers);
        Prober scan = narrow.guarding(dialogues, limits(1, Duration.ZERO));
        Prober probe = narrow.guarding(dialogues, limits(1, Duration.ZERO));
        scan.attempt(call("192.0.2.1", 25)).subscribe();
        scan.attempt(call("192.0.2.1", 25)).subscribe();
        probe.attempt(call("192.0.2.2", 25)).subscribe();
        Disposable third = probe.attempt(call("192.0.2.3", 25)).subscribe();
        probe.attempt(call("192.0.2.4", 25)).subscribe();
        assertThat(begun).hasSize(2);

        third.dispose();
        begun.get(1).tryEmitValue(ANSWERED);
        assertThat(begun).as("the one with 192.0.2.4").hasSize(3);
        begun.get(0).tryEmitValue(ANSWERED);
        assertThat(begun).as("the second with 192.0.2.1").hasSize(4);
    }

    @Test
    void whoeverIsCancelledWhileItWaitsOrSpeaksMakesRoom() {
        Prober prober = gates.guarding(dialogues, limits(1, Duration.ZERO));
        Disposable speaking = prober.attempt(call("192.0.2.1", 25)).subscribe();
        Disposable waiting = prober.attempt(call("192.0.2.1", 25)).subscribe();
        prober.attempt(call("192.0.2.1", 25)).subscribe();

        waiting.dispose();
        assertThat(begun).hasSize(1);
        speaking.dispose();
        assertThat(begun).hasSize(2);
        begun.get(1).tryEmitValue(ANSWERED);
        prober.attempt(call("192.0.2.1", 25)).subscribe();
        assertThat(begun).hasSize(3);
    }

    @Test
    void aDialogueThatBreaksMakesRoomToo() {
        Prober broken =
                gates.guarding(call -> Mono.error(new IllegalStateException("a bug")), limits(1, Duration.ZERO));
        broken.attempt(call("192.0.2.1", 25)).onErrorComplete().subscribe();

        gates.guarding(dialogues, limits(1, Duration.ZERO))
                .attempt(call("192.0.2.1", 25))
                .subscribe();
        assertThat(begun).hasSize(1);
    }

    @Test
    void theGapBetweenTwoDialoguesIsKept() {
        Prober prober = gates.guarding(dialogues, limits(1, Duration.ofSeconds(3)));
        prober.attempt(call("192.0.2.1", 25)).subscribe();
        prober.attempt(call("192.0.2.1", 25)).subscribe();
        begun.get(0).tryEmitValue(ANSWERED);

        timers.advanceTimeBy(Duration.ofMillis(2_999));
        assertThat(begun).hasSize(1);
        timers.advanceTimeBy(Duration.ofMillis(1));
        assertThat(begun).hasSize(2);
    }

    private static Limits limits(int perAddress, Duration gap) {
        return new Limits(10, 10, perAddress, 10, gap);
    }

    private static Attempt call(String address, int port) {
        return new Attempt(
                SampleResults.target(address, port, "here", Map.of()),
                new InetSocketAddress(address, port),
                "scanner.example.com",
                Attempt.Opening.EHLO,
                Timeouts.DEFAULT);
    }
}
