package io.ehloscope.plan;

import io.ehloscope.classify.Profile;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a scan needs to know.
 *
 * @param source the inventory of the plan, as the user named it
 * @param ehloName the name that the scanner sends in EHLO
 * @param limits the rate limits
 * @param schedule when the service scans
 * @param perTarget which targets get metric series of their own
 * @param dnsServers name servers to query instead of the system's, {@code address:port}; empty for the system's
 * @param trust the authorities that are trusted besides those of this machine's Java
 * @param exclude what is never connected to
 * @param profiles every profile by name, built-in and from the inventory
 * @param sites the names of all sites in the inventory's order, including sites without targets
 * @param targets the targets in the inventory's order, then those of sources, each id once
 * @param sources the state of each source of targets at the time of the plan
 */
public record Plan(
        String source,
        String ehloName,
        Limits limits,
        Schedule schedule,
        PerTarget perTarget,
        List<String> dnsServers,
        Trust trust,
        FleetExclusions exclude,
        Map<String, Profile> profiles,
        Set<String> sites,
        List<Target> targets,
        List<SourceState> sources) {

    /** Copies the collections. */
    public Plan {
        dnsServers = List.copyOf(dnsServers);
        profiles = Map.copyOf(profiles);
        sites = Collections.unmodifiableSet(new LinkedHashSet<>(sites));
        targets = List.copyOf(targets);
        sources = List.copyOf(sources);
    }

    /** A plan without exclusions and sources. */
    public Plan(
            String source,
            String ehloName,
            Limits limits,
            Schedule schedule,
            PerTarget perTarget,
            List<String> dnsServers,
            Trust trust,
            Map<String, Profile> profiles,
            Set<String> sites,
            List<Target> targets) {
        this(
                source,
                ehloName,
                limits,
                schedule,
                perTarget,
                dnsServers,
                trust,
                FleetExclusions.NONE,
                profiles,
                sites,
                targets,
                List.of());
    }

    /** A plan of these targets, with every default and no profiles. */
    public static Plan of(String source, String ehloName, List<Target> targets) {
        Set<String> sites = new LinkedHashSet<>();
        targets.forEach(each -> sites.add(each.site()));
        return new Plan(
                source,
                ehloName,
                Limits.DEFAULT,
                Schedule.DEFAULT,
                PerTarget.ALL,
                List.of(),
                Trust.NONE,
                FleetExclusions.NONE,
                Map.of(),
                sites,
                targets,
                List.of());
    }

    /**
     * Why a target is not probed at this time, as far as its name and its settings tell: it is excluded, or in
     * maintenance.
     *
     * @return the reason for its result; null if it is probed
     */
    public @Nullable String refusal(Target target, Instant now) {
        String entry = exclude.entryFor(target);
        if (entry != null) {
            return "excluded: " + entry;
        }
        Maintenance maintenance = target.settings().maintenance();
        return maintenance == null || maintenance.hasEndedBy(now) ? null : maintenance.inWords();
    }

    /**
     * Why an address of a target is not connected to: it is excluded, or it is of another family than the address to
     * connect from.
     *
     * @return the reason for its result; null if it is connected to
     */
    public @Nullable String refusal(Target target, InetAddress address) {
        String entry = exclude.entryFor(target, address);
        if (entry != null) {
            return "excluded: " + entry;
        }
        String source = target.settings().sourceAddress();
        boolean isSix = address instanceof Inet6Address;
        return source == null || (source.indexOf(':') >= 0) == isSix
                ? null
                : "source_address " + source + " cannot connect to an " + (isSix ? "IPv6" : "IPv4") + " address";
    }

    /** This plan with other targets: narrowed by the user, or with MX hosts in the place of their domain. */
    public Plan withTargets(List<Target> other) {
        return copy(ehloName, limits, trust, other);
    }

    /** This plan with more targets after its own; none of them may be in it already. */
    public Plan with(List<Target> more) {
        return more.isEmpty()
                ? this
                : withTargets(Stream.concat(targets.stream(), more.stream()).toList());
    }

    /** This plan with other trusted authorities. */
    public Plan trusting(Trust other) {
        return copy(ehloName, limits, other, targets);
    }

    /** This plan with another EHLO name. */
    public Plan withEhloName(String other) {
        return copy(other, limits, trust, targets);
    }

    /** This plan with other limits. */
    public Plan withLimits(Limits other) {
        return copy(ehloName, other, trust, targets);
    }

    private Plan copy(String name, Limits rates, Trust authorities, List<Target> all) {
        return new Plan(
                source,
                name,
                rates,
                schedule,
                perTarget,
                dnsServers,
                authorities,
                exclude,
                profiles,
                sites,
                all,
                sources);
    }
}
