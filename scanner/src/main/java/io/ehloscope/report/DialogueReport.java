package io.ehloscope.report;

import io.ehloscope.classify.Product;
import io.ehloscope.evidence.Failure;
import io.ehloscope.scan.ScanHeader;
import io.ehloscope.scan.ScanSummary;
import io.ehloscope.scan.TargetResult;
import io.ehloscope.smtp.Printable;
import io.ehloscope.smtp.Transcript;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One target for a person: the dialogue line by line with times, then the verdict and what it rests on. */
public final class DialogueReport implements Report {

    private final Writer out;

    /** Writes to this writer. */
    public DialogueReport(Writer out) {
        this.out = out;
    }

    @Override
    public void begin(ScanHeader header) {
        // A dialogue needs no heading: who asked for one target knows which.
    }

    @Override
    public void result(TargetResult result) throws IOException {
        line(result.target().id());
        for (Transcript.Entry entry : result.observation().transcript().entries()) {
            line(String.format(
                    Locale.ROOT,
                    "%10.1f ms  %s %s",
                    entry.nanos() / 1e6,
                    mark(entry.direction()),
                    Printable.escape(entry.line())));
        }
        int cut = result.observation().transcript().cut();
        if (cut > 0) {
            line("              … and " + cut + " lines more");
        }
        line("");
        line(result.verdict().label() + ": " + result.verdict().meaning());
        for (String reason : result.assessment().reasons()) {
            line("  - " + Printable.escape(reason));
        }
        line("");
        facts(result);
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        out.flush();
    }

    private void facts(TargetResult result) throws IOException {
        Product product = result.assessment().product();
        Failure failure = result.failure();
        fact("product", product == null ? "not recognised" : product.describe());
        fact("profile", result.assessment().profile());
        fact("missing", listed(result.assessment().missing()));
        fact("unexpected", listed(result.assessment().unexpected()));
        fact("masked", listed(result.assessment().masked()));
        fact(
                "failure",
                failure == null
                        ? null
                        : failure.stage().label() + ", " + failure.reason().label() + ": " + failure.detail());
        if (result.attempts() > 0) {
            fact("attempts", Integer.toString(result.attempts()));
            fact("timings", timings(result));
        }
    }

    private void fact(String name, @Nullable String value) throws IOException {
        if (value != null) {
            line(String.format(Locale.ROOT, "%-11s %s", name, Printable.escape(value)));
        }
    }

    private static @Nullable String listed(@Nullable List<String> words) {
        return words == null || words.isEmpty() ? null : String.join(", ", words);
    }

    private static String timings(TargetResult result) {
        String stages = result.observation().timings().stages().entrySet().stream()
                .map(stage ->
                        stage.getKey().label() + " " + millis(stage.getValue().toNanos()))
                .collect(Collectors.joining(", "));
        String total = "total " + millis(result.duration().toNanos());
        return stages.isEmpty() ? total : stages + ", " + total;
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String mark(Transcript.Direction direction) {
        return switch (direction) {
            case SENT -> ">";
            case RECEIVED -> "<";
            case EVENT -> "*";
        };
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }
}
