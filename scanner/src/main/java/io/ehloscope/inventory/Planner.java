package io.ehloscope.inventory;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a plan of an inventory: expands ranges and blocks, and leaves {@code mx:} for the scan to look up. */
public final class Planner {

    private Planner() {}

    /** The plan; its targets are in the order of the file, each once, as the inventory guarantees. */
    public static Plan plan(Inventory inventory) {
        Set<String> sites = new LinkedHashSet<>();
        List<Target> targets = new ArrayList<>();
        for (Site site : inventory.sites()) {
            sites.add(site.name());
            targets.addAll(targets(site.name(), site.servers()));
        }
        return new Plan(
                inventory.source(),
                inventory.ehloName(),
                inventory.limits(),
                inventory.schedule(),
                inventory.perTarget(),
                inventory.dnsServers(),
                inventory.trust(),
                inventory.profiles(),
                sites,
                targets);
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
