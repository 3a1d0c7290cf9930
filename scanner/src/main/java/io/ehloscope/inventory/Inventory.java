package io.ehloscope.inventory;

import io.ehloscope.classify.Profile;
import io.ehloscope.plan.Exclusions;
import io.ehloscope.plan.Limits;
import io.ehloscope.plan.PerTarget;
import io.ehloscope.plan.Schedule;
import io.ehloscope.plan.Trust;
import java.util.List;
import java.util.Map;

/**
 * A valid inventory: it names no target twice, and every profile exists.
 *
 * @param source the file, as the user named it
 * @param text the text of the file, including comments
 * @param ehloName the name that the scanner sends in EHLO: a domain or an address literal
 * @param limits the rate limits
 * @param schedule when the service scans
 * @param perTarget which targets get metric series of their own
 * @param dnsServers name servers to query instead of the system's, {@code address:port}; empty for the system's
 * @param trust the authorities that are trusted besides those of this machine's Java
 * @param exclude what is never connected to for any site
 * @param profiles every profile by name, built-in and from the inventory
 * @param sites the sites, in the order of the file
 * @param sources the sources of more targets, in the order of the file
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
        Exclusions exclude,
        Map<String, Profile> profiles,
        List<Site> sites,
        List<ListedSource> sources) {

    /** The most targets that an inventory can name, with all ranges and blocks expanded. */
    public static final int MOST_TARGETS = 1_000_000;

    /** Copies the collections. */
    public Inventory {
        dnsServers = List.copyOf(dnsServers);
        profiles = Map.copyOf(profiles);
        sites = List.copyOf(sites);
        sources = List.copyOf(sources);
    }
}
