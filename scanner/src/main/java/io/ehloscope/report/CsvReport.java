package io.ehloscope.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.ExemptVerb;
import io.ehloscope.classify.Product;
import io.ehloscope.drift.Baseline;
import io.ehloscope.drift.Change;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.PeerTls;
import io.ehloscope.evidence.Timings;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row per target below a stable header; new columns come last, but before {@code changes}. An unknown value is an empty cell.
 *
 * <p>Every row is one line: control characters are escaped. A cell that a spreadsheet would evaluate as a formula gets
 * a leading apostrophe, because some text comes from servers.
 */
final class CsvReport implements WholeScanReport.Output {

    /** The first characters of a formula in a spreadsheet; the last four are the full-width forms of the first four. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    /** The columns in their order. */
    private static final List<Column> COLUMNS = List.of(
            new Column("target", result -> result.target().id()),
            new Column("site", result -> result.target().site()),
            new Column("address", CsvReport::address),
            new Column("verdict", result -> result.verdict().label()),
            new Column("profile", result -> result.assessment().profile()),
            new Column("product", product(Product::name)),
            new Column("product_version", product(Product::version)),
            new Column("missing", result -> words(result.assessment().missing())),
            new Column("missing_exchange_verbs", result -> result.assessment().missingExchangeVerbs()),
            new Column("unexpected", result -> words(result.assessment().unexpected())),
            new Column("stage", failure(failure -> failure.stage().label())),
            new Column("reason", failure(failure -> failure.reason().label())),
            new Column("code", failure(Failure::code)),
            new Column("detail", failure(Failure::detail)),
            new Column("attempts", TargetResult::attempts),
            new Column("total_ms", CsvReport::total),
            new Column(
                    "started_at", result -> result.startedAt() == null ? null : Wording.timestamp(result.startedAt())),
            new Column("labels", result -> labels(result.target().labels())),
            new Column(
                    "reasons", result -> String.join("; ", result.assessment().reasons())),
            new Column("exempt", result -> exempt(result.assessment().exempt())),
            new Column(
                    "severity",
                    result -> result.worst() == null ? null : result.worst().label()),
            new Column("findings", result -> Why.labels(result.findings())),
            new Column(
                    "starttls",
                    observed(seen ->
                            seen.starttls() == null ? null : seen.starttls().label())),
            new Column("tls_version", tls(PeerTls::version)),
            new Column("certificate_not_after", tls(tls -> Wording.timestamp(tls.notAfter()))),
            new Column("trusted", tls(PeerTls::trusted)),
            new Column(
                    "greeting",
                    observed(seen ->
                            seen.greeting() == null ? null : seen.greeting().text())));

    private final Writer out;
    private final List<Column> columns;

    /** Adds the column {@code changes} if there is a baseline. */
    CsvReport(Writer out, Baseline before) {
        this.out = out;
        List<Column> all = new ArrayList<>(COLUMNS);
        if (before.isGiven()) {
            all.add(new Column("changes", result -> sentences(before.changes(result))));
        }
        this.columns = List.copyOf(all);
    }

    @Override
    public void write(ScanResult scan) throws IOException {
        try {
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
            csv.writeRecord(columns.stream().map(Column::title).toList());
            for (TargetResult result : scan.results()) {
                csv.writeRecord(columns.stream()
                        .map(column -> cell(column.value().apply(result)))
                        .toList());
            }
            csv.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
    }

    private static String cell(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value == null ? "" : value.toString();
        }
        String line = Printable.escape(text);
        boolean risky = !line.isEmpty() && FORMULA_STARTS.indexOf(line.charAt(0)) >= 0;
        return risky ? "'" + line : line;
    }

    /**
     * A column.
     *
     * @param title its name in the header
     * @param value its cell for one target; null if unknown
     */
    private record Column(String title, Function<TargetResult, @Nullable Object> value) {}

    private static @Nullable String address(TargetResult result) {
        InetSocketAddress peer = result.observation().peer();
        return peer == null ? null : Wording.address(peer);
    }

    private static @Nullable Object total(TargetResult result) {
        Timings timings = result.observation().timings();
        return timings.equals(Timings.NONE)
                ? null
                : Wording.millis(timings.total()).toPlainString();
    }

    private static Function<TargetResult, @Nullable Object> product(Function<Product, @Nullable Object> part) {
        return result -> {
            Assessment assessment = result.assessment();
            return assessment.product() == null ? null : part.apply(assessment.product());
        };
    }

    private static Function<TargetResult, @Nullable Object> failure(Function<Failure, @Nullable Object> part) {
        return result -> {
            Failure failure = result.failure();
            return failure == null ? null : part.apply(failure);
        };
    }

    private static Function<TargetResult, @Nullable Object> observed(Function<Observation, @Nullable Object> part) {
        return result -> part.apply(result.observation());
    }

    private static Function<TargetResult, @Nullable Object> tls(Function<PeerTls, @Nullable Object> part) {
        return observed(seen -> seen.tls() == null ? null : part.apply(seen.tls()));
    }

    private static @Nullable String words(@Nullable List<String> verbs) {
        return verbs == null ? null : String.join(" ", verbs);
    }

    private static String sentences(List<Change> changes) {
        return changes.stream().map(Change::sentence).collect(Collectors.joining("; "));
    }

    /** {@code XEXCH50:used VRFY:expired}; empty if there is no exemption. */
    private static String exempt(List<ExemptVerb> exempt) {
        return exempt.stream()
                .map(each -> each.exemption().verb() + ":" + each.state().label())
                .collect(Collectors.joining(" "));
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(";"));
    }
}
