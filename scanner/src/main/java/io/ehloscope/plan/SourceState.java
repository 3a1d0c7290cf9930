package io.ehloscope.plan;

import io.ehloscope.text.Durations;
import io.ehloscope.text.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a source of targets.
 *
 * @param name the globs of {@code file_sd}, or the URL of {@code http_sd} without user information and query
 * @param targets the number of targets that it contributes
 * @param repeated the number of its entries that name a target that is listed before
 * @param confirmed when its targets were last confirmed; null if they never were
 * @param problems what is wrong with the source now; if there are any, its targets are those of the last good copy
 */
public record SourceState(
        String name, int targets, int repeated, @Nullable Instant confirmed, List<String> problems) {

    private static final int MOST_SHOWN = 3;

    /** Copies the list. */
    public SourceState {
        problems = List.copyOf(problems);
    }

    /** This state with other counts. */
    public SourceState counting(int newTargets, int newRepeated) {
        return new SourceState(name, newTargets, newRepeated, confirmed, problems);
    }

    /** This state, confirmed at another time. */
    public SourceState confirmedAt(Instant now) {
        return new SourceState(name, targets, repeated, now, problems);
    }

    /** The time since the targets were confirmed; null if they never were. */
    public @Nullable Duration age(Instant now) {
        if (confirmed == null) {
            return null;
        }
        Duration age = Duration.between(confirmed, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** One line for people: the counts, the age, and what is wrong. */
    public String sentence(Instant now) {
        Duration age = age(now);
        String when = age == null
                ? "never read successfully"
                : "confirmed " + Durations.text(Duration.ofSeconds(age.toSeconds())) + " ago";
        return counts() + ", " + when + problemText();
    }

    /** The name and the counts. */
    public String counts() {
        return name + ": " + Wording.count(targets, "target")
                + (repeated == 0 ? "" : ", and " + Wording.number(repeated) + " that are already listed");
    }

    private String problemText() {
        if (problems.isEmpty()) {
            return "";
        }
        int more = problems.size() - MOST_SHOWN;
        String shown = String.join(" | ", problems.subList(0, Math.min(MOST_SHOWN, problems.size())));
        return "; failing: " + shown + (more > 0 ? " | and " + more + " more" : "");
    }
}
