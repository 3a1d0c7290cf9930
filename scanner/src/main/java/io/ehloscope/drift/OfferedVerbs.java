package io.ehloscope.drift;

import io.ehloscope.smtp.Verb;
import io.ehloscope.smtp.VerbSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The verbs that an EHLO reply offers, regardless of order and case.
 *
 * @param verbs their names in upper case
 * @param mechanisms the mechanisms, in upper case, by verb; only AUTH and X-EXPS have mechanisms
 */
public record OfferedVerbs(SortedSet<String> verbs, Map<String, SortedSet<String>> mechanisms) {

    /** The verbs whose parameters are mechanisms, which are compared one by one. */
    private static final List<String> WITH_MECHANISMS = List.of("AUTH", "X-EXPS");

    /** Copies the collections. */
    public OfferedVerbs {
        verbs = Collections.unmodifiableSortedSet(new TreeSet<>(verbs));
        mechanisms = Collections.unmodifiableMap(new TreeMap<>(mechanisms));
    }

    /** The offer of these verbs. */
    public static OfferedVerbs of(VerbSet verbs) {
        Map<String, SortedSet<String>> mechanisms = new TreeMap<>();
        for (String name : WITH_MECHANISMS) {
            if (verbs.has(name)) {
                mechanisms.put(name, Collections.unmodifiableSortedSet(mechanisms(verbs, name)));
            }
        }
        return new OfferedVerbs(new TreeSet<>(verbs.keys()), mechanisms);
    }

    private static SortedSet<String> mechanisms(VerbSet verbs, String name) {
        return verbs.named(name).stream()
                .flatMap(verb -> verb.params().stream())
                .map(Verb::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
