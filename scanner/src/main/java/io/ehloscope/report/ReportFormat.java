package io.ehloscope.report;

import io.ehloscope.drift.Baseline;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** The output formats. To add one, add a class and a constant here. */
public enum ReportFormat {
    /** A text table for a terminal. */
    TABLE {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new TableReport(out, style, before));
        }
    },
    /** One JSON document, written at the end of the scan. */
    JSON {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new JsonReport(out, before));
        }
    },
    /** One JSON record per line, written during the scan. */
    NDJSON {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new NdjsonReport(plan, out, before);
        }
    },
    /** One row per target, for spreadsheets. */
    CSV {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new CsvReport(out, before));
        }
    },
    /** One self-contained HTML page. */
    HTML {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new HtmlReport(out, before));
        }
    },
    /** The text format of Prometheus, for a textfile collector. */
    PROMETHEUS {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new PrometheusReport(out, before));
        }
    };

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the value of the option {@code -o}. */
    public String label() {
        return label;
    }

    /**
     * Opens a report in this format.
     *
     * @param plan the plan; its order is the order of every output but {@link #NDJSON}
     * @param out the destination; flushed, never closed
     * @param style the capabilities of the destination
     * @param before the baseline to compare with; {@link Baseline#NONE} for none
     */
    public abstract Report open(Plan plan, Writer out, Style style, Baseline before);

    /** Opens a report without a baseline. */
    public Report open(Plan plan, Writer out, Style style) {
        return open(plan, out, style, Baseline.NONE);
    }

    /** Writes a finished scan without a baseline. */
    public void write(ScanResult scan, Writer out, Style style) throws IOException {
        write(scan, out, style, Baseline.NONE);
    }

    /** Writes a finished scan and its changes since the baseline. */
    public void write(ScanResult scan, Writer out, Style style, Baseline before) throws IOException {
        Report report = open(scan.plan(), out, style, before);
        report.begin(scan.header());
        for (TargetResult result : scan.results()) {
            report.result(result);
        }
        report.end(scan.summary());
    }
}
