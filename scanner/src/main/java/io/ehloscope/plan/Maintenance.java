package io.ehloscope.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time during which a target is not scanned.
 *
 * @param until the end as the inventory writes it, for people: a date, or a date and a time
 * @param end the first moment at which the target is scanned again
 * @param reason why, for people; null if no reason was given
 */
public record Maintenance(
        String until, Instant end, @Nullable String reason) {

    /** Whether it has ended. */
    public boolean hasEndedBy(Instant now) {
        return !now.isBefore(end);
    }

    /** In words: {@code maintenance until 2027-01-31: rebuild}. */
    public String inWords() {
        return "maintenance until " + until + (reason == null ? "" : ": " + reason);
    }
}
