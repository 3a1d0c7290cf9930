package io.ehloscope.plan;

import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scanner never connects to.
 *
 * @param everywhere what is excluded for all sites
 * @param bySite what is excluded for the targets of one site only, by the name of the site
 */
public record FleetExclusions(Exclusions everywhere, Map<String, Exclusions> bySite) {

    /** Excludes nothing. */
    public static final FleetExclusions NONE = new FleetExclusions(Exclusions.NONE, Map.of());

    /** Copies the map. */
    public FleetExclusions {
        bySite = Map.copyOf(bySite);
    }

    /**
     * The entry that excludes a target by its name or address, as the inventory writes it; null if none does. The name
     * of a domain with MX hosts excludes nothing, because the scanner does not connect to a domain.
     */
    public @Nullable String entryFor(Target target) {
        return switch (target.kind()) {
            case NAME ->
                first(everywhere.entryFor(target.host()), ofSite(target).entryFor(target.host()));
            case ADDRESS -> entryFor(target, target.address());
            case MX -> null;
        };
    }

    /** The entry that excludes an address of a target, as the inventory writes it; null if none does. */
    public @Nullable String entryFor(Target target, InetAddress address) {
        return first(everywhere.entryFor(address), ofSite(target).entryFor(address));
    }

    private Exclusions ofSite(Target target) {
        return bySite.getOrDefault(target.site(), Exclusions.NONE);
    }

    private static @Nullable String first(@Nullable String a, @Nullable String b) {
        return a == null ? b : a;
    }
}
