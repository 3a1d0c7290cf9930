package io.ehloscope.inventory;

import io.ehloscope.classify.Profile;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Trust;
import java.util.List;
import java.util.Map;

/**
 * A whole inventory, with nothing wrong in it: no target is named twice, every profile exists.
 *
 * @param source the file, as the user named it
 * @param text what stands in it, comments included
 * @param ehloName the name said in EHLO: a domain or an address literal
 * @param limits the manners
 * @param schedule when the service scans
 * @param perTarget which targets get metric series of their own
 * @param dnsServers name servers to ask instead of the system's, {@code address:port}; empty for the system's
 * @param trust whose certificates are trusted
 * @param profiles every profile by name, those of the program and those of the inventory
 * @param sites in the order of the file
 */
public record Inventory(
        String source,
        String text,
        String ehloName,
        Limits limits,
        Schedule schedule,
        PerTarget perTarget,
        List<String> dnsServers,
        Trust trust,
        Map<String, Profile> profiles,
        List<Site> sites) {

    /** How many targets an inventory may name, all ranges and blocks counted out. */
    public static final int MOST_TARGETS = 1_000_000;

    /** Copies the collections. */
    public Inventory {
        dnsServers = List.copyOf(dnsServers);
        profiles = Map.copyOf(profiles);
        sites = List.copyOf(sites);
    }
}
