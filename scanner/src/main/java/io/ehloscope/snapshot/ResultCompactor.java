package io.ehloscope.snapshot;

import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Answered;
import io.ehloscope.evidence.ProbeOutcome.Failed;
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
 * Keeps results small: what many targets have in common is kept once, and dialogues only where somebody will read them.
 * One for each scan; not thread-safe.
 *
 * <p>The dialogue of a target with a finding is evidence and is kept, until the dialogues kept so far hold
 * {@value #MOST_EVIDENCE} characters: in a fleet that is broken as a whole they all look alike.
 */
public final class ResultCompactor implements UnaryOperator<TargetResult> {

    /** So many characters of dialogues are kept for a whole scan. */
    public static final int MOST_EVIDENCE = 24 * 1024 * 1024;

    private final Map<Object, Object> pool = new HashMap<>();
    private final int mostEvidence;
    private long evidence;

    /** Has kept nothing yet. */
    public ResultCompactor() {
        this(MOST_EVIDENCE);
    }

    public ResultCompactor(int mostEvidence) {
        this.mostEvidence = mostEvidence;
    }

    @Override
    public TargetResult apply(TargetResult result) {
        Observation lean = lean(result.observation(), result.verdict().isFinding());
        ProbeOutcome outcome = result.outcome();
        if (outcome instanceof Answered) {
            outcome = new Answered(lean);
        } else if (outcome instanceof Failed failed) {
            outcome = new Failed(failed.failure(), lean);
        }
        return result.with(outcome, shared(result.assessment()));
    }

    private Observation lean(Observation seen, boolean isFinding) {
        return new Observation(
                seen.peer(),
                seen.greeting(),
                lean(seen.ehlo()),
                seen.ehloRefusal(),
                seen.helo(),
                seen.starttls(),
                lean(seen.ehloTls()),
                seen.tls(),
                seen.timings(),
                isFinding ? bounded(seen.transcript()) : Transcript.EMPTY,
                shared(seen.remarks()));
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

    private @Nullable EhloReply lean(@Nullable EhloReply reply) {
        if (reply == null) {
            return null;
        }
        VerbSet verbs = shared(reply.verbs());
        return new EhloReply(reply.greeting(), verbs, reply.endsWithOk(), shared(reply.oddities()));
    }

    /** The first value that equals this one. */
    @SuppressWarnings("unchecked") // what is equal is of one type here: records, lists of texts, sets of verbs
    private <T> T shared(T value) {
        return (T) pool.computeIfAbsent(value, first -> first);
    }
}
