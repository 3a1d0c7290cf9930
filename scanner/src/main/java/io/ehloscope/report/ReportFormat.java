package io.ehloscope.report;

import io.ehloscope.plan.Plan;
import io.ehloscope.scan.ScanResult;
import io.ehloscope.scan.TargetResult;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** The outputs there are. To add one: a class, and a constant here. */
public enum ReportFormat {
    /** For people at a terminal. */
    TABLE {
        @Override
        public Report open(Plan plan, Writer out, Style style) {
            return new WholeScanReport(plan, new TableReport(out, style));
        }
    },
    /** One document, when the scan is over. */
    JSON {
        @Override
        public Report open(Plan plan, Writer out, Style style) {
            return new WholeScanReport(plan, new JsonReport(out));
        }
    },
    /** One record per line, as things happen. */
    NDJSON {
        @Override
        public Report open(Plan plan, Writer out, Style style) {
            return new NdjsonReport(out);
        }
    },
    /** One row per target, for spreadsheets. */
    CSV {
        @Override
        public Report open(Plan plan, Writer out, Style style) {
            return new WholeScanReport(plan, new CsvReport(out));
        }
    },
    /** One self-contained page, to be sent around. */
    HTML {
        @Override
        public Report open(Plan plan, Writer out, Style style) {
            return new WholeScanReport(plan, new HtmlReport(out));
        }
    },
    /** The text format of Prometheus, for a textfile collector. */
    PROMETHEUS {
        @Override
        public Report open(Plan plan, Writer out, Style style) {
            return new WholeScanReport(plan, new PrometheusReport(out));
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
     */
    public abstract Report open(Plan plan, Writer out, Style style);

    /** Writes a scan that is over. */
    public void write(ScanResult scan, Writer out, Style style) throws IOException {
        Report report = open(scan.plan(), out, style);
        report.begin(scan.header());
        for (TargetResult result : scan.results()) {
            report.result(result);
        }
        report.end(scan.summary());
    }
}
