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
 * An invented organisation: its sites, its servers, the parts that they play, and what a scan should say of them.
 *
 * @param ehloName the name that its scanner says in EHLO
 * @param profiles profiles of its own
 * @param sites in order
 */
public record Organisation(String ehloName, List<OwnProfile> profiles, List<Site> sites) {

    private static final Pattern RANGE = Pattern.compile("(.*)\\[(\\d+)-(\\d+)](.*)");

    /** Copies the lists. */
    public Organisation {
        profiles = List.copyOf(profiles);
        sites = List.copyOf(sites);
    }

    /**
     * A profile of the organisation's own.
     *
     * @param name as its inventory calls it
     * @param base the profile that it extends
     * @param require verbs that must be there, beyond those of the base
     * @param forbid verbs that must not be there
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
     * @param name as the inventory calls it
     * @param labels its free labels, in order
     * @param profile what its servers are held against, unless they say otherwise
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
     * One server, or a range of servers that are alike.
     *
     * @param pattern a name, with at most one range such as {@code [01-12]} in it
     * @param cast the part of each address behind the name; empty for a name that has no address. With more than one,
     *     all of them are probed ({@code resolve: all})
     * @param verdict what a scan should say
     * @param profile what it is held against; null for the site's
     * @param exempt verbs whose absence is accepted
     * @param labels free labels
     * @param credential what its certificate is like, which a scan gets to see ({@code starttls: negotiate}); null where a
     *     scan goes no further than to see whether STARTTLS is offered
     */
    public record Entry(
            String pattern,
            List<Personas> cast,
            Verdict verdict,
            @Nullable String profile,
            List<Exemption> exempt,
            Map<String, String> labels,
            @Nullable Credential credential) {

        /** Copies the collections. */
        public Entry {
            cast = List.copyOf(cast);
            exempt = List.copyOf(exempt);
            labels = Map.copyOf(labels);
        }

        /** An entry that is held against its site's profile. */
        public static Entry of(Verdict verdict, String pattern, Personas... cast) {
            return new Entry(pattern, Arrays.asList(cast), verdict, null, List.of(), Map.of(), null);
        }

        /** This entry, held against a profile of its own. */
        public Entry judgedBy(String other) {
            return new Entry(pattern, cast, verdict, other, exempt, labels, credential);
        }

        /** This entry, with a verb whose absence is accepted. */
        public Entry exempting(String verb, String reason) {
            List<Exemption> one = List.of(new Exemption(verb, reason, null));
            return new Entry(pattern, cast, verdict, profile, one, labels, credential);
        }

        /** This entry with one label. */
        public Entry labelled(String name, String value) {
            return new Entry(pattern, cast, verdict, profile, exempt, Map.of(name, value), credential);
        }

        /** This entry, with a certificate that a scan gets to see. */
        public Entry showing(Credential certificate) {
            return new Entry(pattern, cast, verdict, profile, exempt, labels, certificate);
        }

        /** The names that the pattern stands for, in order. */
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
