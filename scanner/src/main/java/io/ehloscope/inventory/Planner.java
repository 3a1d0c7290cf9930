package io.ehloscope.inventory;

import io.ehloscope.plan.Exclusions;
import io.ehloscope.plan.FleetExclusions;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.plan.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a plan of an inventory: expands ranges and blocks, and leaves {@code mx:} for the scan to look up. */
public final class Planner {

    private Planner() {}

    /**
     * What a source contributes.
     *
     * @param content its targets
     * @param state its state, whose counts the planner sets
     */
    public record Contribution(SourceTargets content, SourceState state) {}

    /** The plan of an inventory without sources, or before any source was read. */
    public static Plan plan(Inventory inventory) {
        return plan(inventory, List.of());
    }

    /**
     * The plan; its targets are in the order of the file, each once, as the inventory guarantees. The targets of
     * sources follow. If several entries name a target, the inventory's own entry applies, then the first source.
     */
    public static Plan plan(Inventory inventory, List<Contribution> contributions) {
        Set<String> sites = new LinkedHashSet<>();
        Map<String, Exclusions> exclude = new HashMap<>();
        List<Target> targets = new ArrayList<>();
        for (Site site : inventory.sites()) {
            sites.add(site.name());
            exclude.put(site.name(), site.exclude());
            targets.addAll(targets(site.name(), site.servers()));
        }
        List<SourceState> states = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (!contributions.isEmpty()) {
            targets.forEach(each -> ids.add(each.id()));
        }
        for (Contribution each : contributions) {
            int before = targets.size();
            for (Target target : each.content().targets()) {
                if (targets.size() < Inventory.MOST_TARGETS && ids.add(target.id())) {
                    sites.add(target.site());
                    targets.add(target);
                }
            }
            int added = targets.size() - before;
            int repeated =
                    each.content().targets().size() - added + each.content().repeated();
            states.add(each.state().counting(added, repeated));
        }
        return new Plan(
                inventory.source(),
                inventory.ehloName(),
                inventory.limits(),
                inventory.schedule(),
                inventory.perTarget(),
                inventory.dnsServers(),
                inventory.trust(),
                new FleetExclusions(inventory.exclude(), exclude),
                inventory.profiles(),
                sites,
                targets,
                states);
    }

    /** The targets that the entries of a site name, in their order. */
    static List<Target> targets(String site, List<ServerEntry> entries) {
        List<Target> targets = new ArrayList<>();
        for (ServerEntry entry : entries) {
            Target.Kind kind = kind(entry.hosts());
            for (String host : entry.hosts().hosts()) {
                targets.add(new Target(
                        id(kind, host, entry.port()),
                        host,
                        entry.port(),
                        kind,
                        site,
                        entry.labels(),
                        entry.settings()));
            }
        }
        return targets;
    }

    /** The id of the target that an inventory with this server has. */
    public static String id(ServerName server) {
        return id(kind(server.hosts()), server.hosts().hosts().get(0), server.port());
    }

    private static String id(Target.Kind kind, String host, int port) {
        return kind == Target.Kind.MX ? "mx:" + host + ":" + port : Target.id(host, port);
    }

    private static Target.Kind kind(HostPattern hosts) {
        if (hosts instanceof HostPattern.MxHosts) {
            return Target.Kind.MX;
        }
        boolean addresses = hosts instanceof HostPattern.Address || hosts instanceof HostPattern.Block;
        return addresses ? Target.Kind.ADDRESS : Target.Kind.NAME;
    }
}
