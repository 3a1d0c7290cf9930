package io.ehloscope.report;

import io.ehloscope.classify.Severity;
import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The progress of a scan.
 *
 * @param done the number of finished targets
 * @param severities the number of finished targets by the severity of their worst finding
 * @param total the number of all targets
 * @param elapsed the time since the start of the scan
 * @param running the dialogues in flight
 */
record Progress(
        int done, Map<Severity, Integer> severities, int total, Duration elapsed, RunningDialogues.State running) {

    /** A shorter wait than this is not shown. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(3);

    /** The most characters of a target that are shown. */
    private static final int MAX_TARGET = 60;

    /** The time before which no rate is shown. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final String GAP = "  ";

    /** Copies the counts. */
    public Progress {
        severities = Map.copyOf(severities);
    }

    /** The progress while no dialogue is in flight. */
    Progress(int done, Map<Severity, Integer> severities, int total, Duration elapsed) {
        this(done, severities, total, elapsed, RunningDialogues.State.NONE);
    }

    /**
     * Renders one line with as many of these as fit: targets done, and while dialogues are in flight the time elapsed,
     * their number and the longest wait; rate, time left, targets with findings, and these by severity. The targets done
     * have precedence.
     *
     * @param columns the width of the terminal in columns, the last of which stays empty; 0 for no bound
     */
    String render(int columns) {
        int room = columns == 0 ? Integer.MAX_VALUE : columns - 1;
        List<String> candidates = candidates();
        return candidates.stream()
                .filter(line -> line.length() <= room)
                .findFirst()
                .orElseGet(() -> number(Math.max(0, room)));
    }

    /** Returns the possible lines, from the longest to the shortest. */
    private List<String> candidates() {
        List<String> lines = new ArrayList<>();
        if (running.inFlight() > 0) {
            String counts = withFindings() > 0 ? bySeverity() : findings();
            String words = withFindings() > 0 ? findings() + ": " + bySeverity() : findings();
            lines.add(joined(position(), took(), rate(), timeLeft(), words, inFlight() + longest()));
            lines.add(joined(position(), took(), timeLeft(), counts, inFlight() + longest()));
            lines.add(joined(position(), took(), counts, inFlight() + longest()));
            lines.add(joined(position(), took(), inFlight() + longest()));
            lines.add(joined(position(), took(), timeLeft(), counts, inFlight()));
            lines.add(joined(position(), took(), counts, inFlight()));
            lines.add(joined(position(), took(), counts));
        }
        if (withFindings() > 0) {
            lines.add(joined(position(), rate(), timeLeft(), findings() + ": " + bySeverity()));
            lines.add(joined(position(), timeLeft(), findings() + ": " + bySeverity()));
            lines.add(joined(position(), rate(), timeLeft(), bySeverity()));
            lines.add(joined(position(), timeLeft(), bySeverity()));
            lines.add(joined(position(), bySeverity()));
        } else {
            lines.add(joined(position(), rate(), timeLeft(), findings()));
            lines.add(joined(position(), timeLeft(), findings()));
        }
        lines.add(joined(position(), findings()));
        lines.add(position());
        return lines;
    }

    private String position() {
        long percent = total == 0 ? 100 : 100L * done / total;
        return Wording.number(done) + "/" + Wording.number(total) + " " + percent + "%";
    }

    private String took() {
        return seconds(elapsed.toSeconds());
    }

    private String inFlight() {
        return Wording.number(running.inFlight()) + " in flight";
    }

    private String longest() {
        RunningDialogues.Wait wait = running.longest();
        return wait == null || wait.time().compareTo(LONG_WAIT) < 0
                ? ""
                : ", longest " + seconds(wait.time().toSeconds()) + ": "
                        + Printable.escape(wait.target(), MAX_TARGET) + " "
                        + wait.stage().label();
    }

    private static String seconds(long seconds) {
        return seconds < 60 ? seconds + " s" : Wording.duration(Duration.ofSeconds(seconds));
    }

    private String rate() {
        if (!isSettled()) {
            return "";
        }
        double rate = perSecond();
        return String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%,.0f/s", rate);
    }

    private String timeLeft() {
        int left = total - done;
        if (!isSettled() || left <= 0) {
            return "";
        }
        long seconds = (long) Math.ceil(left / perSecond());
        return "ETA " + seconds(seconds);
    }

    private int withFindings() {
        return severities.values().stream().mapToInt(Integer::intValue).sum();
    }

    private String findings() {
        int number = withFindings();
        return number == 0 ? "no findings" : Wording.count(number, "target") + " with findings";
    }

    private String bySeverity() {
        return FindingCounts.severities(severity -> severities.getOrDefault(severity, 0));
    }

    private boolean isSettled() {
        return done > 0 && elapsed.compareTo(SETTLED) >= 0;
    }

    private double perSecond() {
        return done * 1_000.0 / elapsed.toMillis();
    }

    private static String joined(String... parts) {
        return String.join(
                GAP, List.of(parts).stream().filter(part -> !part.isEmpty()).toList());
    }

    private String number(int room) {
        String text = Wording.number(done);
        return text.length() <= room ? text : "";
    }
}
