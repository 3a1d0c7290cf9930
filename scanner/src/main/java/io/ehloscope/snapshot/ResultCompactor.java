package io.ehloscope.snapshot;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.result.AddressResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.smtp.EhloReply;
import io.ehloscope.smtp.Transcript;
import io.ehloscope.smtp.VerbSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes results small: values that many targets share are kept once, and transcripts only for findings. Use one for
 * each scan; not thread-safe.
 *
 * <p>The transcript of a target with a finding is evidence, and is kept until the transcripts so far have
 * {@value #MOST_EVIDENCE} characters. In a fleet where every server has the same fault, they are all alike.
 */
public final class ResultCompactor implements UnaryOperator<TargetResult> {

    /** The characters of all transcripts that are kept in a scan. */
    public static final int MOST_EVIDENCE = 24 * 1024 * 1024;

    private final Map<Object, Object> pool = new HashMap<>();
    private final int mostEvidence;
    private long evidence;

    /** Creates a compactor that keeps {@value #MOST_EVIDENCE} characters of transcripts. */
    public ResultCompactor() {
        this(MOST_EVIDENCE);
    }

    /** Creates a compactor that keeps this many characters of transcripts. */
    public ResultCompactor(int mostEvidence) {
        this.mostEvidence = mostEvidence;
    }

    @Override
    public TargetResult apply(TargetResult result) {
        List<AddressResult> addresses = result.addresses().stream()
                .map(each -> compacted(each, result.hasFinding()))
                .toList();
        return result.with(compacted(result.outcome(), result.hasFinding()), pooled(result.assessment()), addresses);
    }

    /** Every address of a target with a finding keeps its transcript: the difference between them is the evidence. */
    private AddressResult compacted(AddressResult each, boolean hasFinding) {
        return new AddressResult(each.address(), compacted(each.outcome(), hasFinding), pooled(each.assessment()));
    }

    private ProbeOutcome compacted(ProbeOutcome outcome, boolean hasFinding) {
        return outcome.withObservation(compacted(outcome.observation(), hasFinding));
    }

    private Observation compacted(Observation seen, boolean hasFinding) {
        return new Observation(
                seen.peer(),
                seen.greeting(),
                compacted(seen.ehlo()),
                seen.ehloRefusal(),
                seen.helo(),
                seen.starttls(),
                compacted(seen.ehloTls()),
                seen.tls(),
                seen.timings(),
                hasFinding ? bounded(seen.transcript()) : Transcript.EMPTY,
                pooled(seen.remarks()),
                seen.laterFailure(),
                seen.injection());
    }

    private Transcript bounded(Transcript transcript) {
        long size = transcript.entries().stream()
                .mapToLong(each -> each.line().length())
                .sum();
        if (evidence + size > mostEvidence) {
            return new Transcript(
                    List.of(), transcript.cut() + transcript.entries().size());
        }
        evidence += size;
        return transcript;
    }

    private @Nullable EhloReply compacted(@Nullable EhloReply reply) {
        if (reply == null) {
            return null;
        }
        VerbSet verbs = pooled(reply.verbs());
        return new EhloReply(reply.greeting(), verbs, reply.endsWithOk(), pooled(reply.oddities()));
    }

    /** The first value that equals this one. */
    @SuppressWarnings("unchecked") // equal values have the same type here: records, lists of texts, sets of verbs
    private <T> T pooled(T value) {
        return (T) pool.computeIfAbsent(value, first -> first);
    }
}
