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
 * What a profile says of verbs, for one port or for all that have no rules of their own.
 *
 * @param require verbs that must be there
 * @param requireInTls verbs that must be there once TLS is up, on top of {@code require} or, for the same verb, instead
 * @param optional verbs that are known and neither asked for nor minded
 * @param optionalInTls the same for verbs that come with TLS
 * @param forbid verbs that must not be there
 */
public record VerbRules(
        List<Requirement> require,
        List<Requirement> requireInTls,
        Set<String> optional,
        Set<String> optionalInTls,
        Set<String> forbid) {

    /** Nothing is said. */
    public static final VerbRules NONE = of(List.of());

    /** Copies the collections and folds the names. */
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

    /** Whether nothing is said, as in {@link #NONE}. */
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

    /** What must be there inside TLS, where these verbs rightly vanish with it. */
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
