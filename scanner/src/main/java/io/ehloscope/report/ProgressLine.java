package io.ehloscope.report;

import io.ehloscope.classify.Severity;
import io.ehloscope.result.ScanHeader;
import io.ehloscope.result.ScanSummary;
import io.ehloscope.result.TargetResult;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * The progress line of a scan, redrawn on a terminal at most five times per second, and erased at the end of the scan.
 * For stderr together with another report; do not use it if stderr is not a terminal. Thread-safe.
 */
public final class ProgressLine implements Report {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final String ERASE_TO_END = "\u001b[K";

    private final Writer terminal;
    private final int columns;
    private final Clock clock;
    private final RunningDialogues running;
    private final Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private int done;
    private int total;
    private Instant begun = Instant.EPOCH;
    private Instant drawn = Instant.EPOCH;

    /**
     * Creates a line that is not drawn yet.
     *
     * @param terminal the terminal; flushed, never closed
     * @param columns its width in columns; 0 if unknown
     * @param clock the clock for the redraw interval and the elapsed time
     * @param running the dialogues in flight
     */
    public ProgressLine(Writer terminal, int columns, Clock clock, RunningDialogues running) {
        this.running = running;
        this.terminal = terminal;
        this.columns = columns;
        this.clock = clock;
    }

    @Override
    public synchronized void begin(ScanHeader header) throws IOException {
        total = header.targets();
        begun = clock.instant();
        draw(begun);
    }

    @Override
    public synchronized void result(TargetResult result) throws IOException {
        done++;
        Severity worst = result.worst();
        if (worst != null) {
            severities.merge(worst, 1, Integer::sum);
        }
        tick();
    }

    /** Redraws if the interval has elapsed; call it also while no target finishes. */
    @Override
    public synchronized void tick() throws IOException {
        Instant now = clock.instant();
        if (Duration.between(drawn, now).compareTo(INTERVAL) >= 0 || now.isBefore(drawn)) {
            draw(now);
        }
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        erase();
    }

    /** Erases the line, also after an interrupted scan. */
    public synchronized void erase() throws IOException {
        show("");
    }

    private void draw(Instant now) throws IOException {
        drawn = now;
        show(new Progress(done, severities, total, Duration.between(begun, now), running.state()).render(columns));
    }

    /** Writes the line in one call to avoid flicker. */
    private void show(String line) throws IOException {
        terminal.write("\r" + line + ERASE_TO_END);
        terminal.flush();
    }
}
