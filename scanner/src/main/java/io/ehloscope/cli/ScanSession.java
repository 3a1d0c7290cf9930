package io.ehloscope.cli;

import io.ehloscope.classify.Classifier;
import io.ehloscope.plan.Plan;
import io.ehloscope.report.LiveDialogues;
import io.ehloscope.report.ProgressLine;
import io.ehloscope.report.Report;
import io.ehloscope.report.ReportFormat;
import io.ehloscope.report.RunningDialogues;
import io.ehloscope.report.Style;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.Tally;
import io.ehloscope.result.TargetResult;
import io.ehloscope.runtime.Engine;
import io.ehloscope.runtime.Version;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.scan.Scan;
import io.ehloscope.storage.AtomicFile;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * One scan from the plan to the report. The thread of the command takes, counts, and writes the results, so neither a slow
 * disk nor a slow terminal holds an event loop.
 */
final class ScanSession {

    /** The longest time that a result waits until it is written. */
    private static final Duration MAX_WAIT = Duration.ofMillis(20);

    private final Engine engine;
    private final OutputOptions output;
    private final Format format;
    private final Terminal terminal;
    private final @Nullable LiveDialogues live;

    /** Runs at intervals while results arrive. */
    @FunctionalInterface
    private interface Tick {
        void pass() throws IOException;
    }

    /** Opens the report of a scan. */
    @FunctionalInterface
    interface Format {
        Report open(Plan plan, Writer out, Style style);
    }

    ScanSession(Engine engine, OutputOptions output, Format format, Terminal terminal) {
        this(engine, output, format, terminal, null);
    }

    /** A session that passes the lines of its dialogues on as they arrive, and draws no progress line. */
    ScanSession(Engine engine, OutputOptions output, Format format, Terminal terminal, @Nullable LiveDialogues live) {
        this.live = live;
        this.engine = engine;
        this.output = output;
        this.format = format;
        this.terminal = terminal;
    }

    /** Scans, classifies, and writes the report; returns the summary. {@code stop} ends the scan early. */
    ScanSummary run(Plan plan, Classifier classifier, Publisher<?> stop) {
        Path file = output.file();
        try {
            if (file == null) {
                Writer out = standardOutput();
                return scan(plan, classifier, stop, out);
            }
            try (AtomicFile whole = AtomicFile.open(file)) {
                ScanSummary summary = scan(plan, classifier, stop, whole.writer());
                whole.commit();
                return summary;
            }
        } catch (IOException e) {
            String where = file == null ? "stdout could not be written (" + e.getMessage() + ")" : e.getMessage();
            throw CommandException.incomplete(where + "; the scan was stopped");
        }
    }

    private ScanSummary scan(Plan plan, Classifier classifier, Publisher<?> stop, Writer out) throws IOException {
        RunningDialogues running = new RunningDialogues(engine.time().nanos());
        ProgressLine progress = isWatched() ? progress(running) : null;
        Scan scan = scan(plan, classifier, progress == null ? null : running);
        Instant startedAt = engine.time().clock().instant();
        long began = now();
        ResolvedPlan resolvedPlan = scan.locate(plan, stop).block();
        if (resolvedPlan == null) {
            throw new IllegalStateException("the plan was not resolved");
        }
        Plan whole = resolvedPlan.plan();
        ScanHeader header = ScanHeader.of(whole, Version.number(), startedAt);
        Report report = format.open(whole, out, style());
        Report shown = progress == null ? report : new ProgressReport(report, progress);
        try {
            shown.begin(header);
            Tally tally = take(scan, resolvedPlan, stop, shown, () -> {
                shown.tick();
                out.flush();
            });
            ScanSummary summary = tally.summary(engine.time().clock().instant(), Duration.ofNanos(now() - began));
            shown.end(summary);
            return summary;
        } finally {
            if (progress != null) {
                progress.erase();
            }
        }
    }

    /** Creates a scan; its dialogues are watched only if they are shown. */
    private Scan scan(Plan plan, Classifier classifier, @Nullable RunningDialogues running) {
        if (live != null) {
            return engine.alone(plan, classifier, live::watched);
        }
        return running == null ? engine.alone(plan, classifier) : engine.alone(plan, classifier, running::watched);
    }

    private Tally take(Scan scan, ResolvedPlan resolvedPlan, Publisher<?> stop, Report report, Tick tick)
            throws IOException {
        Tally tally = new Tally();
        // Room for all dialogues in flight, so that this thread never delays them.
        ResultBuffer buffer = new ResultBuffer(
                Math.max(1_024, 2 * resolvedPlan.plan().limits().concurrency()));
        scan.results(resolvedPlan, stop).subscribe(buffer);
        try {
            boolean all;
            do {
                all = buffer.await(MAX_WAIT);
                int taken = 0;
                for (TargetResult each = buffer.poll(); each != null; each = buffer.poll()) {
                    tally.add(each);
                    report.result(each);
                    taken++;
                }
                if (taken > 0) {
                    buffer.request(taken);
                }
                tick.pass();
            } while (!all);
        } finally {
            buffer.dispose();
        }
        return tally;
    }

    /** Whether a progress line is drawn: on a terminal, unless records go to the same terminal. */
    private boolean isWatched() {
        boolean streams = output.format() == ReportFormat.NDJSON && output.file() == null && terminal.isOut();
        return terminal.isErr() && !streams && live == null;
    }

    private ProgressLine progress(RunningDialogues running) {
        Writer err = new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8);
        return new ProgressLine(err, terminal.columns(), engine.time().clock(), running);
    }

    private Style style() {
        boolean person = output.file() == null && terminal.isOut();
        boolean colour = person && terminal.allowsColour() && !output.noColour();
        return new Style(colour ? Style.Colour.ON : Style.Colour.OFF, person ? terminal.columns() : 0);
    }

    private long now() {
        return engine.time().nanos().getAsLong();
    }

    /** Writes to standard output. {@link System#out} does not report that its reader has gone; this writer does. */
    private static Writer standardOutput() {
        return new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), 1 << 16);
    }
}
