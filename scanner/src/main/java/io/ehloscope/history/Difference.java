package io.ehloscope.history;

import io.ehloscope.drift.Change;
import io.ehloscope.drift.Change.Kind;
import io.ehloscope.history.HistoryStore.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two scans, out of all the changes between them: what changed back is no difference, and what
 * changed twice is one. Not thread-safe.
 */
public final class Difference {

    private final Map<String, Story> targets = new LinkedHashMap<>();

    /**
     * One target.
     *
     * @param target its id
     * @param site its site's name
     * @param changes what is different, at least one thing
     */
    public record Changed(String target, String site, List<Change> changes) {

        /** Copies the list. */
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    /** The difference that these changes make, the oldest first. */
    public static List<Changed> of(Iterable<Row> rows) {
        Difference difference = new Difference();
        for (Row row : rows) {
            difference
                    .targets
                    .computeIfAbsent(row.entry().target(), any -> new Story())
                    .add(row.entry());
        }
        List<Changed> all = new ArrayList<>();
        difference.targets.forEach((target, story) -> {
            List<Change> changes = story.difference();
            if (!changes.isEmpty()) {
                all.add(new Changed(target, story.site, changes));
            }
        });
        return all;
    }

    /** What happened to one target. */
    private static final class Story {
        private String site = "";
        private @Nullable Boolean existedBefore;
        private boolean exists;
        private @Nullable String verdictBefore;
        private @Nullable String verdict;
        private final Map<String, Change> others = new LinkedHashMap<>();

        void add(HistoryChange entry) {
            Change change = entry.change();
            site = entry.site();
            if (existedBefore == null) {
                existedBefore = change.kind() != Kind.NEW;
            }
            exists = change.kind() != Kind.VANISHED;
            switch (change.kind()) {
                case NEW -> verdict = change.to();
                case VERDICT, VANISHED -> {
                    verdictBefore = verdictBefore == null ? change.from() : verdictBefore;
                    verdict = change.to();
                }
                default ->
                    others.merge(
                            change.kind() + " " + change.what(),
                            change,
                            (first, last) -> new Change(first.kind(), first.what(), first.from(), last.to()));
            }
        }

        List<Change> difference() {
            boolean existed = Boolean.TRUE.equals(existedBefore);
            if (!existed) {
                return exists ? List.of(new Change(Kind.NEW, "target", null, verdict)) : List.of();
            }
            if (!exists) {
                return List.of(new Change(Kind.VANISHED, "target", verdictBefore, null));
            }
            List<Change> all = new ArrayList<>();
            if (!Objects.equals(verdictBefore, verdict)) {
                all.add(new Change(Kind.VERDICT, "verdict", verdictBefore, verdict));
            }
            others.values().stream()
                    .filter(each -> !Objects.equals(each.from(), each.to()))
                    .forEach(all::add);
            return all;
        }
    }
}
