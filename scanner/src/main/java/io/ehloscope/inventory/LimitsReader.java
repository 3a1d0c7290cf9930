package io.ehloscope.inventory;

import static io.ehloscope.inventory.InventoryKeys.*;

import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Schedule;
import io.ehloscope.text.Durations;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.Section;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a whole scan: limits, schedule, metrics, name servers. */
final class LimitsReader {

    private final Problems problems;

    LimitsReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The limits. The limit for each site is at most the overall limit; it is an error only if the inventory sets both
     * and they contradict each other.
     */
    Limits limits(Node.@Nullable Mapping mapping) {
        if (mapping == null) {
            return Limits.DEFAULT;
        }
        Section section = IN_LIMITS.read(mapping, problems);
        int concurrency = section.get(CONCURRENCY, Limits.DEFAULT.concurrency());
        int perSite = section.get(PER_SITE, Limits.DEFAULT.perSite());
        if (perSite > concurrency && section.has(PER_SITE) && section.has(CONCURRENCY)) {
            problems.add(
                    section.location(PER_SITE),
                    "per_site " + perSite + " is more than concurrency " + concurrency,
                    "concurrency bounds all sites together");
        }
        return new Limits(
                concurrency,
                Math.min(perSite, concurrency),
                section.get(PER_ADDRESS, Limits.DEFAULT.perAddress()),
                section.get(CONNECTS_PER_SECOND, Limits.DEFAULT.connectsPerSecond()),
                section.get(PER_ADDRESS_GAP, Limits.DEFAULT.perAddressGap()));
    }

    /**
     * The schedule; a recheck is never later than the next scan. It is an error only if the inventory sets both and the
     * recheck is longer.
     */
    Schedule schedule(Node.@Nullable Mapping mapping) {
        if (mapping == null) {
            return Schedule.DEFAULT;
        }
        Section section = IN_SCHEDULE.read(mapping, problems);
        Duration interval = section.get(INTERVAL, Schedule.DEFAULT.interval());
        Duration recheck = section.get(RECHECK, Schedule.DEFAULT.recheck());
        if (recheck.compareTo(interval) > 0 && section.has(INTERVAL) && section.has(RECHECK)) {
            problems.add(
                    section.location(RECHECK),
                    "recheck " + Durations.text(recheck) + " is longer than interval " + Durations.text(interval),
                    "a finding is rechecked before the next scan, or with it");
        }
        return new Schedule(interval, recheck.compareTo(interval) > 0 ? interval : recheck);
    }

    /** Which targets get metric series of their own. */
    PerTarget perTarget(Node.@Nullable Mapping mapping) {
        return mapping == null
                ? PerTarget.ALL
                : IN_METRICS.read(mapping, problems).get(PER_TARGET, PerTarget.ALL);
    }

    /** The name servers to query. */
    List<String> dnsServers(Node.@Nullable Mapping mapping) {
        return mapping == null
                ? List.of()
                : IN_NAME_SERVICE.read(mapping, problems).get(DNS_SERVERS, List.of());
    }
}
