package io.ehloscope.classify;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * How often the verdict and the product are right, in figures. {@code docs/accuracy.md} has the same figures and the command
 * that prints them; {@code -Dgolden=accept} writes them there again.
 */
class AccuracyTest {

    private static final Path PAGE = Path.of("docs/accuracy.md");
    private static final String BEGIN = "<!-- figures: written by AccuracyTest -->\n```text\n";
    private static final String END = "```\n<!-- end of figures -->";
    private static final Classifier CLASSIFIER = Catalogue.load().classifier(Map.of());

    @Test
    void theFiguresOfThePageAreThoseOfToday() throws IOException {
        String figures = figures();
        if (System.getProperty("test", "").contains("AccuracyTest")) {
            System.out.print(figures); // asked for by name; a run of all tests stays quiet
        }
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String withFigures = page.substring(0, begin) + figures + page.substring(page.indexOf(END, begin));

        Golden.assertMatches(
                PAGE,
                withFigures.replaceFirst(
                        "[0-9]+ published transcripts", Recorded.all().size() + " published transcripts"));
    }

    private static String figures() {
        Matrix verdicts = new Matrix("label of the collection", "verdict under auto");
        Matrix products = new Matrix("product on the label", "product recognised");
        for (Recorded each : Recorded.all()) {
            Assessment assessment = CLASSIFIER.assess(each.outcome(), Expectation.of("auto", each.port()));
            if (!each.isGreetingOnly()) {
                verdicts.add(each.expectedClass(), assessment.verdict().label());
            }
            products.add(each.product() + (each.isStated() ? "" : " (inferred)"), named(assessment.product()));
        }
        Matrix madeUp = new Matrix("expert on replies of our own", "verdict");
        MadeUp.all()
                .forEach(each -> madeUp.add(
                        String.valueOf(each.text("verdict")),
                        CLASSIFIER
                                .assess(each.outcome(), each.expectation())
                                .verdict()
                                .label()));
        return verdicts + "\n" + madeUp + "\n" + products;
    }

    private static String named(Product product) {
        return product == null
                ? "unknown"
                : product.version() == null ? product.name() : product.name() + " " + product.version();
    }

    /** Counts of pairs. */
    private static final class Matrix {
        private final String head;
        private final Map<String, Map<String, Integer>> rows = new TreeMap<>();

        Matrix(String row, String column) {
            this.head = "%-42s %s, and how many%n".formatted(row, column).replace("\r", "");
        }

        void add(String row, String column) {
            rows.computeIfAbsent(row, each -> new TreeMap<>()).merge(column, 1, Integer::sum);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(head);
            rows.forEach((row, cells) -> {
                String line = row;
                for (Map.Entry<String, Integer> cell : cells.entrySet()) {
                    text.append("%-42s %-40s %d".formatted(line, cell.getKey(), cell.getValue()))
                            .append('\n');
                    line = "";
                }
            });
            return text.toString();
        }
    }
}
