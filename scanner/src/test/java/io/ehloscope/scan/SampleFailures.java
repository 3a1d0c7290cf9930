package io.ehloscope.scan;

import static io.ehloscope.scan.SampleResults.failed;
import static io.ehloscope.scan.SampleResults.result;
import static io.ehloscope.scan.SampleResults.target;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.result.TargetResult;
import java.util.List;
import java.util.Map;

/** A sample result for each verdict that follows from no reply. */
public final class SampleFailures {

    private SampleFailures() {}

    /** {@code unreachable}: no answer in this many attempts. */
    public static TargetResult timedOut(int attempts) {
        SampleDialogue dialogue = new SampleDialogue().dns(1_900).event(5_000_000, "no connection within 5 s");
        return failed(
                target("mail5.emea.example.com", 587, "emea", Map.of()),
                Verdict.UNREACHABLE,
                Failure.of(Stage.CONNECT, Reason.TIMEOUT, "no connection to 192.0.2.15 within 5 s"),
                dialogue.observation(),
                attempts);
    }

    /** {@code refused}: a 554 greeting. */
    public static TargetResult refused() {
        SampleDialogue dialogue = new SampleDialogue()
                .connect("203.0.113.12", 25, 86_000)
                .greeting(87_000, "554-mx.us.example.com", "554 5.7.1 You are on a block list");
        return failed(
                target("203.0.113.12", 25, "americas", Map.of()),
                Verdict.REFUSED,
                new Failure(
                        Stage.GREETING,
                        Reason.REJECTED_PERMANENTLY,
                        "554 mx.us.example.com 5.7.1 You are on a block list",
                        554,
                        null),
                dialogue.observation(),
                1);
    }

    /** {@code deferred}: too many connections, also in the last attempt. */
    public static TargetResult deferred() {
        SampleDialogue dialogue = new SampleDialogue()
                .connect("2001:db8:a::19", 25, 240_000)
                .greeting(241_000, "421 4.7.0 Too many connections from your host");
        return failed(
                target("2001:db8:a::19", 25, "apac", Map.of()),
                Verdict.DEFERRED,
                new Failure(
                        Stage.GREETING,
                        Reason.RATE_LIMITED,
                        "421 4.7.0 Too many connections from your host",
                        421,
                        "4.7.0"),
                dialogue.observation(),
                3);
    }

    /** {@code skipped}: the scan ended before the target began. */
    public static TargetResult skipped() {
        String why = "the scan was interrupted before its turn";
        return result(
                target("mail9.apac.example.com", 25, "apac", Map.of()),
                new ProbeOutcome.Skipped(why),
                Assessment.without(Verdict.SKIPPED, List.of(why), null, null),
                0,
                0);
    }
}
