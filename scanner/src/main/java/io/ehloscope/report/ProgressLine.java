package io.ehloscope.report;

import io.ehloscope.classify.Verdict;
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
 * The live line of a scan, drawn over itself on a terminal about five times a second and gone when the scan ends. Meant
 * for stderr beside another report; where stderr is no terminal, do not make one. Safe to use from several threads.
 */
public final class ProgressLine implements Report {

    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final String ERASE_TO_END = "\u001b[K";

    private final Writer terminal;
    private final int columns;
    private final Clock clock;
    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private int total;
    private Instant begun = Instant.EPOCH;
    private Instant drawn = Instant.EPOCH;

    /**
     * A line that was not drawn yet.
     *
     * @param terminal is flushed, never closed
     * @param columns its width; 0 where unknown
     * @param clock tells when to draw again, and how long the scan has taken
     */
    public ProgressLine(Writer terminal, int columns, Clock clock) {
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
        verdicts.merge(result.verdict(), 1, Integer::sum);
        tick();
    }

    /** Draws if it is time to; for moments in which no target finishes. */
    public synchronized void tick() throws IOException {
        Instant now = clock.instant();
        if (Duration.between(drawn, now).compareTo(BETWEEN) >= 0 || now.isBefore(drawn)) {
            draw(now);
        }
    }

    @Override
    public void end(ScanSummary summary) throws IOException {
        erase();
    }

    /** Leaves the line empty; also for a scan that was cut short. */
    public synchronized void erase() throws IOException {
        show("");
    }

    private void draw(Instant now) throws IOException {
        drawn = now;
        show(new Progress(verdicts, total, Duration.between(begun, now)).render(columns));
    }

    /** In one write, so that nothing flickers. */
    private void show(String line) throws IOException {
        terminal.write("\r" + line + ERASE_TO_END);
        terminal.flush();
    }
}
