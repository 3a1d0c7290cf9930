package io.ehloscope.demo;

import io.ehloscope.classify.Exemption;
import io.ehloscope.classify.Verdict;
import io.ehloscope.simulator.Credential;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
     * @param personas the persona of each address of the name; empty for a name without an address. If there is more
     *     than one, the scan probes all of them ({@code resolve: all})
     * @param verdict the expected verdict
     * @param profile its profile; null for that of the site
     * @param exempt verbs whose absence is accepted
     * @param labels free labels
     * @param credential its kind of certificate, which a scan negotiates TLS to see ({@code starttls: negotiate}); null
     *     if a scan only checks whether STARTTLS is offered
     */
    public record Entry(
            String pattern,
            List<Personas> personas,
            Verdict verdict,
            @Nullable String profile,
            List<Exemption> exempt,
            Map<String, String> labels,
            @Nullable Credential credential) {

        /** Copies the collections. */
        public Entry {
            personas = List.copyOf(personas);
            exempt = List.copyOf(exempt);
            labels = Map.copyOf(labels);
        }

        /** Returns an entry with the profile of its site. */
        public static Entry of(Verdict verdict, String pattern, Personas... personas) {
            return new Entry(pattern, Arrays.asList(personas), verdict, null, List.of(), Map.of(), null);
        }

        /** Returns a copy with its own profile. */
        public Entry withProfile(String other) {
            return new Entry(pattern, personas, verdict, other, exempt, labels, credential);
        }

        /** Returns a copy with one exemption. */
        public Entry withExemption(String verb, String reason) {
            List<Exemption> one = List.of(new Exemption(verb, reason, null));
            return new Entry(pattern, personas, verdict, profile, one, labels, credential);
        }

        /** Returns a copy with one label. */
        public Entry withLabel(String name, String value) {
            return new Entry(pattern, personas, verdict, profile, exempt, Map.of(name, value), credential);
        }

        /** Returns a copy with a certificate and {@code starttls: negotiate}. */
        public Entry withCertificate(Credential certificate) {
            return new Entry(pattern, personas, verdict, profile, exempt, labels, certificate);
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
