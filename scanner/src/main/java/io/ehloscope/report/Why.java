package io.ehloscope.report;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** The one line that says why a target has its verdict, for outputs that have room for one. */
public final class Why {

    /** Longer server text is cut; the whole of it is in the outputs for machines. */
    private static final int MAX_CHARS = 240;

    private Why() {}

    /** Where and why it failed, else what is missing, else the weightiest reason; empty for a healthy target. */
    public static String of(TargetResult result) {
        Failure failure = result.failure();
        if (failure != null) {
            String where = failure.stage().label() + " " + failure.reason().label();
            return where + ": " + Printable.escape(failure.detail(), MAX_CHARS);
        }
        String verbs = verbs(result);
        if (!verbs.isEmpty()) {
            return verbs;
        }
        List<String> reasons = result.assessment().reasons();
        boolean silent = result.verdict() == Verdict.HEALTHY || reasons.isEmpty();
        return silent ? "" : Printable.escape(reasons.get(0), MAX_CHARS);
    }

    /** The verbs that are missing or forbidden and there; empty where there is none, or where it cannot be known. */
    static String verbs(TargetResult result) {
        List<String> parts = new ArrayList<>();
        List<String> missing = result.assessment().missing();
        if (missing != null && !missing.isEmpty()) {
            parts.add("missing " + Printable.escape(String.join(", ", missing), MAX_CHARS));
        }
        List<String> unexpected = result.assessment().unexpected();
        if (!unexpected.isEmpty()) {
            parts.add("forbidden " + Printable.escape(String.join(", ", unexpected), MAX_CHARS));
        }
        return String.join("; ", parts);
    }
}
