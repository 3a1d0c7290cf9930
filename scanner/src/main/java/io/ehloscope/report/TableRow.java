package io.ehloscope.report;

import io.ehloscope.classify.Product;
import io.ehloscope.classify.Severity;
import io.ehloscope.classify.Verdict;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table, escaped.
 *
 * @param target the target id, or the number of targets that the row represents
 * @param site its site
 * @param severity the severity of its worst finding; null without findings
 * @param verdict its verdict
 * @param product the product; {@code ?} if the server answered and its product is unknown, {@code -} if it did not
 *     answer
 * @param why its findings in words, or the reason if it has none; empty for none
 */
record TableRow(String target, String site, @Nullable Severity severity, Verdict verdict, String product, String why) {

    /** Returns the row of one target. */
    static TableRow of(TargetResult result) {
        return new TableRow(
                Printable.escape(result.target().id()),
                Printable.escape(result.target().site()),
                result.worst(),
                result.verdict(),
                product(result),
                Why.of(result));
    }

    /** Returns a row that represents several targets without a finding. */
    static TableRow ofMany(int targets, String site, Verdict verdict) {
        return new TableRow(Wording.count(targets, "target"), Printable.escape(site), null, verdict, "", "");
    }

    /** The name of the severity; empty without findings. */
    String severityLabel() {
        return severity == null ? "" : severity.label();
    }

    private static String product(TargetResult result) {
        Product product = result.assessment().product();
        if (product != null) {
            return Printable.escape(product.describe(), 60);
        }
        return result.isAnswered() ? "?" : "-";
    }
}
