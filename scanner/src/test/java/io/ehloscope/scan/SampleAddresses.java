package io.ehloscope.scan;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Target;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.SampleFindings;
import io.ehloscope.result.TargetResult;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A target with three addresses, two of which fail in their own way. */
public final class SampleAddresses {

    private SampleAddresses() {}

    /** Of three addresses, one is healthy, one lacks a verb, and one does not answer. */
    public static TargetResult disagreeing() {
        Target target = SampleResults.target("three.apac.example.com", 25, "apac", Map.of());
        List<AddressResult> addresses = List.of(
                of(target, answered("198.51.100.31", "250-PIPELINING", "250 XEXCH50"), assessed(List.of())),
                of(target, answered("198.51.100.32", "250 PIPELINING"), assessed(List.of("XEXCH50"))),
                unreachable(target));
        MultiAddressVerdict together = MultiAddressVerdict.of(addresses, Map.of());
        return new TargetResult(
                target,
                together.outcome(),
                together.assessment(),
                together.worstFirst(),
                5,
                SampleResults.START,
                Duration.ofSeconds(6));
    }

    private static AddressResult unreachable(Target target) {
        Observation seen = new SampleDialogue()
                .connect("198.51.100.33", 25, 900)
                .event(100, "the connection was reset")
                .observation();
        Failure failure = Failure.of(Stage.GREETING, Reason.RESET, "the server reset the connection");
        return of(
                target,
                new ProbeOutcome.Failed(failure, seen),
                Assessment.without(Verdict.UNREACHABLE, List.of("The server reset the connection."), null, null));
    }

    private static ProbeOutcome answered(String address, String... verbs) {
        String[] reply = new String[verbs.length + 1];
        reply[0] = "250-three.apac.example.com";
        System.arraycopy(verbs, 0, reply, 1, verbs.length);
        return new ProbeOutcome.Answered(new SampleDialogue()
                .connect(address, 25, 1_000)
                .greeting(2_000, "220 three.apac.example.com ESMTP")
                .ehlo(3_000, reply)
                .observation());
    }

    private static Assessment assessed(List<String> missing) {
        return new Assessment(
                missing.isEmpty() ? Verdict.HEALTHY : Verdict.PARTIAL,
                List.of(missing.isEmpty() ? "All 1 required verbs are there." : "1 of 1 Exchange verbs is missing."),
                "exchange-2003",
                null,
                missing,
                missing.size(),
                List.of(),
                List.of());
    }

    private static AddressResult of(Target target, ProbeOutcome outcome, Assessment plain) {
        InetSocketAddress peer = outcome.observation().peer();
        if (peer == null) {
            throw new IllegalArgumentException("the dialogue has no address");
        }
        return new AddressResult(
                peer,
                outcome,
                plain.with(SampleFindings.FINDINGS.of(outcome, plain, target.expectation(SampleResults.START))));
    }
}
