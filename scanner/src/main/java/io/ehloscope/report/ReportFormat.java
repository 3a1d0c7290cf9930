package io.ehloscope.report;

import io.ehloscope.drift.Baseline;
import io.ehloscope.plan.Plan;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** The outputs there are. To add one: a class, and a constant here. */
public enum ReportFormat {
    /** For people at a terminal. */
    TABLE {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new TableReport(out, style, before));
        }
    },
    /** One document, when the scan is over. */
    JSON {
        @Override
        public Report open(Plan plan, Writer out, Style style, Baseline before) {
            return new WholeScanReport(plan, new JsonReport(out, before));
        }
    },
    /** One record per line, as things happen. */
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
    /** One self-contained page, to be sent around. */
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

    /** As it is written behind {@code -o}. */
    public String label() {
        return label;
    }

    /**
     * A report in this format.
     *
     * @param plan what is scanned; its order is the order of every output but {@link #NDJSON}
     * @param out where it goes; is flushed, never closed
     * @param style what that place can do
     * @param before what the results are held against; {@link Baseline#NONE} for nothing
     */
    public abstract Report open(Plan plan, Writer out, Style style, Baseline before);

    /** A report that compares with nothing. */
    public Report open(Plan plan, Writer out, Style style) {
        return open(plan, out, style, Baseline.NONE);
    }

    /** Writes a scan that is over, compared with nothing. */
    public void write(ScanResult scan, Writer out, Style style) throws IOException {
        write(scan, out, style, Baseline.NONE);
    }

    /** Writes a scan that is over, and what changed since the one before. */
    public void write(ScanResult scan, Writer out, Style style, Baseline before) throws IOException {
        Report report = open(scan.plan(), out, style, before);
        report.begin(scan.header());
        for (TargetResult result : scan.results()) {
            report.result(result);
        }
        report.end(scan.summary());
    }
}
