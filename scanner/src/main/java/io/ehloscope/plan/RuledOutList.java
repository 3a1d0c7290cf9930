package io.ehloscope.plan;

import io.ehloscope.text.Printable;
import io.ehloscope.text.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes what a plan excludes, which of its targets are not probed and why, and which maintenances have ended. */
final class RuledOutList {

    private static final int MOST_NAMED = 5;

    private final FleetExclusions exclude;
    private final Map<String, List<String>> refused = new LinkedHashMap<>();
    private final Map<Maintenance, List<String>> ended = new LinkedHashMap<>();

    /** The targets of this plan that are not probed at this time. */
    RuledOutList(Plan plan, Instant now) {
        this.exclude = plan.exclude();
        for (Target target : plan.targets()) {
            String refusal = plan.refusal(target, now);
            Maintenance maintenance = target.settings().maintenance();
            if (refusal != null) {
                refused.computeIfAbsent(refusal, any -> new ArrayList<>()).add(target.id());
            }
            if (maintenance != null && maintenance.hasEndedBy(now)) {
                ended.computeIfAbsent(maintenance, any -> new ArrayList<>()).add(target.id());
            }
        }
    }

    /** One line for all sites and one for each site with entries of its own: {@code all sites: 10.9.0.0/16}. */
    List<String> excluded() {
        List<String> all = new ArrayList<>();
        add(all, "all sites", exclude.everywhere());
        new TreeMap<>(exclude.bySite()).forEach((site, entries) -> add(all, "site " + site, entries));
        return all;
    }

    /** One line for each reason, {@code 2 targets, excluded: 10.9.0.0/16: 10.9.0.1:25, 10.9.0.2:25}. */
    List<String> skipped() {
        List<String> all = new ArrayList<>();
        refused.forEach((reason, ids) ->
                all.add(Printable.escape(Wording.count(ids.size(), "target") + ", " + reason + ": " + named(ids))));
        return all;
    }

    /** One sentence for each maintenance that has ended. */
    List<String> ended() {
        List<String> all = new ArrayList<>();
        ended.forEach((maintenance, ids) -> all.add(Printable.escape(
                "the maintenance of " + named(ids) + " ended: it was set until " + maintenance.until())));
        return all;
    }

    private static void add(List<String> all, String where, Exclusions exclusions) {
        if (!exclusions.entries().isEmpty()) {
            List<String> entries =
                    exclusions.entries().stream().map(Exclusion::text).toList();
            all.add(Printable.escape(where + ": " + named(entries)));
        }
    }

    private static String named(List<String> all) {
        int more = all.size() - MOST_NAMED;
        return String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())))
                + (more > 0 ? " and " + Wording.number(more) + " more" : "");
    }
}
