package io.ehloscope.plan;

import io.ehloscope.inventory.HostPattern;
import io.ehloscope.inventory.Inventory;
import io.ehloscope.inventory.ServerEntry;
import io.ehloscope.inventory.ServerName;
import io.ehloscope.inventory.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a plan of an inventory: counts out ranges and blocks, and leaves {@code mx:} for the scan to look up. */
public final class Planner {

    private Planner() {}

    /** The plan; its targets stand in the order of the file, each once, as the inventory warrants. */
    public static Plan plan(Inventory inventory) {
        Set<String> sites = new LinkedHashSet<>();
        List<Target> targets = new ArrayList<>();
        for (Site site : inventory.sites()) {
            sites.add(site.name());
            for (ServerEntry entry : site.servers()) {
                addTargets(site.name(), entry, targets);
            }
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

    private static void addTargets(String site, ServerEntry entry, List<Target> targets) {
        Target.Kind kind = kind(entry.hosts());
        for (String host : entry.hosts().hosts()) {
            targets.add(new Target(
                    id(kind, host, entry.port()), host, entry.port(), kind, site, entry.labels(), entry.settings()));
        }
    }

    /** The id of the target that an inventory makes of one server. */
    public static String id(ServerName server) {
        return id(kind(server.hosts()), server.hosts().hosts().get(0), server.port());
    }

    private static String id(Target.Kind kind, String host, int port) {
        return kind == Target.Kind.MX ? "mx:" + host + ":" + port : Target.id(host, port);
    }

    private static Target.Kind kind(HostPattern hosts) {
        if (hosts instanceof HostPattern.Exchangers) {
            return Target.Kind.MX;
        }
        boolean addresses = hosts instanceof HostPattern.Address || hosts instanceof HostPattern.Block;
        return addresses ? Target.Kind.ADDRESS : Target.Kind.NAME;
    }
}
