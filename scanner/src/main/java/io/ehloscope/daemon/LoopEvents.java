package io.ehloscope.daemon;

import io.ehloscope.classify.Severity;
import io.ehloscope.drift.Change;
import io.ehloscope.history.ChangeRecorder;
import io.ehloscope.history.HistoryChange;
import io.ehloscope.history.HistoryEntry;
import io.ehloscope.history.HistoryWriter;
import io.ehloscope.metrics.ServiceMeters;
import io.ehloscope.report.FindingCounts;
import io.ehloscope.result.ScanResult;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.service.CurrentSnapshot;
import io.ehloscope.service.LoopObserver;
import io.ehloscope.service.Step;
import io.ehloscope.snapshot.Snapshot;
import io.ehloscope.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the events of the scan loop to the metrics, the pages, the storage, the history, systemd and the log. The log
 * has one line per whole scan and one per changed verdict, at most {@value #MOST_LOGGED} per scan.
 */
final class LoopEvents implements LoopObserver {

    private static final Logger LOG = LoggerFactory.getLogger(LoopEvents.class);

    /** The maximum number of changes of one scan in the log; the rest is counted. */
    private static final int MOST_LOGGED = 20;

    private final CurrentSnapshot fleet;
    private final ServiceMeters meters;
    private final Storage storage;
    private final SystemdNotifier manager;
    private final ChangeRecorder recorder = new ChangeRecorder();

    LoopEvents(CurrentSnapshot fleet, ServiceMeters meters, Storage storage, SystemdNotifier manager) {
        this.fleet = fleet;
        this.meters = meters;
        this.storage = storage;
        this.manager = manager;
    }

    /** Writes a scan that completed before the service started as the first entry of the history. */
    void recordFirst(ScanResult scan) {
        write(recorder.entry(scan, true));
    }

    /** Publishes a snapshot from before the service started; later changes are recorded relative to it. */
    void restore(Snapshot snapshot) {
        fleet.publish(snapshot);
        recorder.remember(snapshot.scan());
    }

    @Override
    public void step(Step step) {
        if (step.kind() != Step.Kind.FOUND) {
            fleet.publish(step.snapshot());
        }
        ScanResult scan = step.scan();
        if (scan == null) {
            storage.keep(step.snapshot());
            return;
        }
        boolean whole = step.kind() == Step.Kind.WHOLE;
        HistoryEntry entry = recorder.entry(scan, whole);
        if (whole) {
            log(scan);
            manager.status(status(scan));
        }
        logChanges(entry.changes());
        if (whole || !entry.changes().isEmpty()) {
            storage.keep(step.snapshot());
            write(entry);
        }
    }

    private void write(HistoryEntry entry) {
        HistoryWriter writer = storage.writer();
        if (writer != null) {
            writer.add(entry);
        }
    }

    @Override
    public void nextScan(Instant due) {
        meters.nextScan(due);
    }

    @Override
    public void overran(Duration took, Duration interval) {
        meters.overran();
        LOG.atWarn()
                .addKeyValue("took_seconds", took.toSeconds())
                .addKeyValue("interval_seconds", interval.toSeconds())
                .log("the scan took longer than the interval; the next one starts at once");
    }

    @Override
    public void rescanned(int targets) {
        meters.rescanned(targets);
    }

    @Override
    public void discarded(ScanResult scan) {
        meters.discarded();
        LOG.atError()
                .addKeyValue("targets", scan.results().size())
                .addKeyValue("findings", scan.summary().findings())
                .log("the scanner cannot reach its own canary, so this scan is discarded; the previous results stay");
    }

    private static void log(ScanResult scan) {
        ScanSummary summary = scan.summary();
        LOG.atInfo()
                .addKeyValue("targets", scan.results().size())
                .addKeyValue("findings", summary.findings())
                .addKeyValue("critical", summary.count(Severity.CRITICAL))
                .addKeyValue("warning", summary.count(Severity.WARNING))
                .addKeyValue("info", summary.count(Severity.INFO))
                .addKeyValue(
                        "seconds",
                        String.format(Locale.ROOT, "%.1f", summary.duration().toMillis() / 1e3))
                .log("scan " + summary.outcome().label());
    }

    /** Returns a summary in one line for {@code systemctl status}. */
    private static String status(ScanResult scan) {
        ScanSummary summary = scan.summary();
        return "Scan " + summary.outcome().label() + " at "
                + summary.finishedAt().truncatedTo(ChronoUnit.SECONDS) + ": "
                + FindingCounts.headline(summary.findings(), scan.results().size()) + ".";
    }

    private static void logChanges(List<HistoryChange> changes) {
        List<HistoryChange> verdicts = changes.stream()
                .filter(each -> each.change().kind() == Change.Kind.VERDICT)
                .toList();
        verdicts.stream()
                .limit(MOST_LOGGED)
                .forEach(each -> LOG.atInfo()
                        .addKeyValue("target", Printable.escape(each.target()))
                        .addKeyValue("from", shown(each.change().from()))
                        .addKeyValue("to", shown(each.change().to()))
                        .log("the verdict changed"));
        int more = verdicts.size() - MOST_LOGGED;
        if (more > 0) {
            LOG.atInfo().addKeyValue("changed", verdicts.size()).log("and " + more + " more verdicts changed");
        }
    }

    private static String shown(@Nullable String value) {
        return String.valueOf(value);
    }
}
