package io.ehloscope.report;

import io.ehloscope.classify.Verdict;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The progress of a scan.
 *
 * @param verdicts the number of finished targets by verdict
 * @param total the number of all targets
 * @param elapsed the time since the start of the scan
 */
public record Progress(Map<Verdict, Integer> verdicts, int total, Duration elapsed) {

    /** The time before which no rate is shown. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final String GAP = "  ";

    /** Copies the counts. */
    public Progress {
        verdicts = Map.copyOf(verdicts);
    }

    /**
     * Renders one line with as many of these as fit: targets done, rate, time left, findings, findings by verdict. The
     * targets done have precedence.
     *
     * @param columns the width of the terminal in columns, the last of which stays empty; 0 for no bound
     */
    public String render(int columns) {
        int room = columns == 0 ? Integer.MAX_VALUE : columns - 1;
        List<String> candidates = candidates();
        return candidates.stream()
                .filter(line -> line.length() <= room)
                .findFirst()
                .orElseGet(() -> number(done(), Math.max(0, room)));
    }

    /** Returns the possible lines, from the longest to the shortest. */
    private List<String> candidates() {
        List<String> lines = new ArrayList<>();
        List<String> kinds = kinds();
        for (int i = kinds.size(); i > 0; i--) {
            String more = i < kinds.size() ? ", …" : "";
            lines.add(joined(
                    position(), rate(), timeLeft(), findings() + ": " + String.join(", ", kinds.subList(0, i)) + more));
        }
        lines.add(joined(position(), rate(), timeLeft(), findings()));
        lines.add(joined(position(), timeLeft(), findings()));
        lines.add(joined(position(), findings()));
        lines.add(position());
        return lines;
    }

    private int done() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private String position() {
        int done = done();
        long percent = total == 0 ? 100 : 100L * done / total;
        return Wording.number(done) + "/" + Wording.number(total) + " " + percent + "%";
    }

    private String rate() {
        if (!isSettled()) {
            return "";
        }
        double rate = perSecond();
        return String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%,.0f/s", rate);
    }

    private String timeLeft() {
        int left = total - done();
        if (!isSettled() || left <= 0) {
            return "";
        }
        long seconds = (long) Math.ceil(left / perSecond());
        return "ETA " + (seconds < 60 ? seconds + " s" : Wording.duration(Duration.ofSeconds(seconds)));
    }

    private String findings() {
        int findings = verdicts.entrySet().stream()
                .filter(each -> each.getKey().isFinding())
                .mapToInt(Map.Entry::getValue)
                .sum();
        return findings == 0 ? "no findings" : Wording.count(findings, "finding");
    }

    /** Returns the findings by verdict, the most frequent first. */
    private List<String> kinds() {
        return verdicts.entrySet().stream()
                .filter(each -> each.getKey().isFinding() && each.getValue() > 0)
                .sorted(Map.Entry.<Verdict, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(each ->
                        Wording.number(each.getValue()) + " " + each.getKey().label())
                .toList();
    }

    private boolean isSettled() {
        return done() > 0 && elapsed.compareTo(SETTLED) >= 0;
    }

    private double perSecond() {
        return done() * 1_000.0 / elapsed.toMillis();
    }

    private static String joined(String... parts) {
        return String.join(
                GAP, List.of(parts).stream().filter(part -> !part.isEmpty()).toList());
    }

    private static String number(int done, int room) {
        String text = Wording.number(done);
        return text.length() <= room ? text : "";
    }
}
