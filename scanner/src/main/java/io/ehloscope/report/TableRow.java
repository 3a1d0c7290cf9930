package io.ehloscope.report;

import io.ehloscope.classify.Product;
import io.ehloscope.classify.Verdict;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;

/**
 * One row of the table, safe to print.
 *
 * @param target which, or how many where a row stands for more than one
 * @param site its site
 * @param verdict what it comes to
 * @param product what answers; {@code ?} where an answer does not tell, {@code -} where there is none
 * @param why what is missing, or what happened; empty where there is nothing to say
 */
record TableRow(String target, String site, Verdict verdict, String product, String why) {

    /** The row of one target. */
    static TableRow of(TargetResult result) {
        return new TableRow(
                Printable.escape(result.target().id()),
                Printable.escape(result.target().site()),
                result.verdict(),
                product(result),
                Why.of(result));
    }

    /** One row for many targets of which there is nothing to say. */
    static TableRow ofMany(int targets, String site, Verdict verdict) {
        return new TableRow(Wording.count(targets, "target"), Printable.escape(site), verdict, "", "");
    }

    private static String product(TargetResult result) {
        Product product = result.assessment().product();
        if (product != null) {
            return Printable.escape(product.describe(), 60);
        }
        return result.isAnswered() ? "?" : "-";
    }
}
