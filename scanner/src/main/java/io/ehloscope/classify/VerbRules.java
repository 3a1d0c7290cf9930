package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of a profile for verbs, for one port or for all ports without rules of their own.
 *
 * @param require verbs that must be offered
 * @param requireInTls verbs that must be offered inside TLS, in addition to {@code require}; a rule for the same verb
 *     replaces it
 * @param optional known verbs that are neither required nor forbidden
 * @param optionalInTls optional verbs that appear inside TLS
 * @param forbid verbs that must not be offered
 */
public record VerbRules(
        List<Requirement> require,
        List<Requirement> requireInTls,
        Set<String> optional,
        Set<String> optionalInTls,
        Set<String> forbid) {

    /** No rules. */
    public static final VerbRules NONE = of(List.of());

    /** Copies the collections and converts the names to upper case. */
    public VerbRules {
        require = List.copyOf(require);
        requireInTls = List.copyOf(requireInTls);
        optional = folded(optional);
        optionalInTls = folded(optionalInTls);
        forbid = folded(forbid);
    }

    /** Rules that only require. */
    public static VerbRules of(List<Requirement> require) {
        return new VerbRules(require, List.of(), Set.of(), Set.of(), Set.of());
    }

    /** Rules that require and forbid. */
    public static VerbRules of(List<Requirement> require, Set<String> forbid) {
        return new VerbRules(require, List.of(), Set.of(), Set.of(), forbid);
    }

    /** Whether there are no rules, as in {@link #NONE}. */
    public boolean isEmpty() {
        return require.isEmpty()
                && requireInTls.isEmpty()
                && optional.isEmpty()
                && optionalInTls.isEmpty()
                && forbid.isEmpty();
    }

    /** The verbs that are required, before TLS or inside it. */
    public Set<String> names() {
        return Stream.concat(require.stream(), requireInTls.stream())
                .map(Requirement::verb)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The verbs that must be offered inside TLS, without the required verbs in {@code gone}. */
    List<Requirement> insideTls(Set<String> gone) {
        Map<String, Requirement> all = new LinkedHashMap<>();
        require.stream().filter(each -> !gone.contains(each.verb())).forEach(each -> all.put(each.verb(), each));
        requireInTls.forEach(each -> all.put(each.verb(), each));
        return new ArrayList<>(all.values());
    }

    static Set<String> folded(Set<String> names) {
        return names.stream().map(Verb::key).collect(Collectors.toUnmodifiableSet());
    }
}
