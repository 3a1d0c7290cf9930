package io.ehloscope.demo;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Verdict;
import io.ehloscope.simulator.Credential;
import io.ehloscope.simulator.SimulatedTls;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fictitious organisation: its sites, its servers, their personas, and the expected results of a scan.
 *
 * @param ehloName the EHLO name of its scanner
 * @param profiles its own profiles
 * @param sites its sites in order
 */
public record Organisation(String ehloName, List<OwnProfile> profiles, List<Site> sites) {

    private static final Pattern RANGE = Pattern.compile("(.*)\\[(\\d+)-(\\d+)](.*)");

    /** Copies the lists. */
    public Organisation {
        profiles = List.copyOf(profiles);
        sites = List.copyOf(sites);
    }

    /**
     * A profile that the inventory of the organisation defines.
     *
     * @param name its name
     * @param base the profile that it extends
     * @param require required verbs in addition to those of the base
     * @param forbid forbidden verbs
     */
    public record OwnProfile(String name, String base, List<String> require, List<String> forbid) {
        /** Copies the lists. */
        public OwnProfile {
            require = List.copyOf(require);
            forbid = List.copyOf(forbid);
        }
    }

    /**
     * A site.
     *
     * @param name its name
     * @param labels its free labels, in order
     * @param profile the default profile of its servers
     * @param entries its servers
     */
    public record Site(String name, Map<String, String> labels, String profile, List<Entry> entries) {
        /** Copies the collections. */
        public Site {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            entries = List.copyOf(entries);
        }
    }

    /**
     * One server, or a range of servers with the same persona.
     *
     * @param pattern a name, with at most one range such as {@code [01-12]} in it
     * @param personas the persona of each address of the name; empty for a name without an address
     * @param verdict the expected verdict
     * @param findings the expected findings apart from the verdict and the missing verbs
     * @param profile its profile; null for that of the site
     * @param exempt verbs whose absence is accepted
     * @param labels free labels
     * @param tls its TLS, which a scan negotiates to see ({@code starttls: negotiate}); null if a scan only checks whether
     *     STARTTLS is offered
     * @param everyAddress whether a scan probes all addresses of the name ({@code resolve: all}) or stops at the first that
     *     answers
     */
    public record Entry(
            String pattern,
            List<Personas> personas,
            Verdict verdict,
            List<FindingKind> findings,
            @Nullable String profile,
            List<Exemption> exempt,
            Map<String, String> labels,
            @Nullable SimulatedTls tls,
            boolean everyAddress) {

        /** Copies the collections. */
        public Entry {
            personas = List.copyOf(personas);
            findings = List.copyOf(findings);
            exempt = List.copyOf(exempt);
            labels = Map.copyOf(labels);
        }

        /** Returns an entry with the profile of its site, of which all addresses are probed. */
        public static Entry of(Verdict verdict, String pattern, Personas... personas) {
            return new Entry(
                    pattern, Arrays.asList(personas), verdict, List.of(), null, List.of(), Map.of(), null, true);
        }

        /** Returns a copy with these findings, apart from the verdict and the missing verbs. */
        public Entry withFindings(FindingKind... others) {
            return new Entry(
                    pattern, personas, verdict, Arrays.asList(others), profile, exempt, labels, tls, everyAddress);
        }

        /** Returns a copy with its own profile. */
        public Entry withProfile(String other) {
            return new Entry(pattern, personas, verdict, findings, other, exempt, labels, tls, everyAddress);
        }

        /** Returns a copy with one exemption. */
        public Entry withExemption(String verb, String reason) {
            return withExemption(new Exemption(verb, reason, null));
        }

        /** Returns a copy with one exemption. */
        public Entry withExemption(Exemption one) {
            return new Entry(pattern, personas, verdict, findings, profile, List.of(one), labels, tls, everyAddress);
        }

        /** Returns a copy with one label. */
        public Entry withLabel(String name, String value) {
            return new Entry(
                    pattern, personas, verdict, findings, profile, exempt, Map.of(name, value), tls, everyAddress);
        }

        /** Returns a copy with this TLS and {@code starttls: negotiate}. */
        public Entry withTls(SimulatedTls other) {
            return new Entry(pattern, personas, verdict, findings, profile, exempt, labels, other, everyAddress);
        }

        /** Returns a copy with a certificate and {@code starttls: negotiate}. */
        public Entry withCertificate(Credential certificate) {
            return withTls(SimulatedTls.with(certificate));
        }

        /** Returns a copy of which only the first address that answers is probed. */
        public Entry withFirstAddressOnly() {
            return new Entry(pattern, personas, verdict, findings, profile, exempt, labels, tls, false);
        }

        /** Returns the expected findings of each target, each kind once. */
        public Set<FindingKind> everyFinding() {
            Set<FindingKind> all = EnumSet.noneOf(FindingKind.class);
            all.addAll(findings);
            FindingKind verdictFinding = FindingKind.of(verdict);
            if (verdictFinding != null) {
                all.add(verdictFinding);
            }
            if (verdict == Verdict.PARTIAL || verdict == Verdict.NOT_LOADED) {
                all.add(FindingKind.VERB_MISSING);
            }
            return all;
        }

        /** Returns the names that match the pattern, in order. */
        public List<String> hosts() {
            Matcher range = RANGE.matcher(pattern);
            if (!range.matches()) {
                return List.of(pattern);
            }
            String format = "%s%0" + range.group(2).length() + "d%s";
            int first = Integer.parseInt(range.group(2));
            int last = Integer.parseInt(range.group(3));
            return IntStream.rangeClosed(first, last)
                    .mapToObj(number -> String.format(Locale.ROOT, format, range.group(1), number, range.group(4)))
                    .toList();
        }
    }
}
