package io.ehloscope.report;

import io.ehloscope.classify.Verdict;
import io.ehloscope.evidence.Failure;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** The reason for a verdict in one line. */
public final class Why {

    /** The maximum length of server text in characters; the JSON and CSV outputs have the complete text. */
    private static final int MAX_CHARS = 240;

    private Why() {}

    /** Returns the failure, else the missing and forbidden verbs, else the first reason; empty for a healthy target. */
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
        boolean isEmpty = result.verdict() == Verdict.HEALTHY || reasons.isEmpty();
        return isEmpty ? "" : Printable.escape(reasons.get(0), MAX_CHARS);
    }

    /**
     * Returns the missing verbs and the forbidden verbs that are offered; empty if there are none or they are unknown.
     */
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
