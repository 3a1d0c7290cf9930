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
 * The difference between two scans, computed from the changes between them: a value that changed back is not a
 * difference, and a value that changed twice is one difference. Not thread-safe.
 */
public final class Difference {

    private final Map<String, TargetChanges> targets = new LinkedHashMap<>();

    /**
     * The differences of one target.
     *
     * @param target the target's id
     * @param site the name of the target's site
     * @param changes the differences, at least one
     */
    public record Changed(String target, String site, List<Change> changes) {

        /** Copies the list. */
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The difference that these changes make.
     *
     * @param rows the changes, the oldest first
     */
    public static List<Changed> of(Iterable<Row> rows) {
        Difference difference = new Difference();
        for (Row row : rows) {
            difference
                    .targets
                    .computeIfAbsent(row.entry().target(), any -> new TargetChanges())
                    .add(row.entry());
        }
        List<Changed> all = new ArrayList<>();
        difference.targets.forEach((target, merged) -> {
            List<Change> changes = merged.difference();
            if (!changes.isEmpty()) {
                all.add(new Changed(target, merged.site, changes));
            }
        });
        return all;
    }

    /** The changes of one target. */
    private static final class TargetChanges {
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
