package io.ehloscope.plan;

import io.ehloscope.text.Spelling;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Selects a part of a plan. Sites and targets are given as globs, in which {@code *} stands for any text and {@code ?}
 * for one character.
 *
 * @param sites globs of which at least one must match the site's name; empty for all sites
 * @param targets globs of which at least one must match the target's id or its host; empty for all targets
 */
public record TargetSelector(List<String> sites, List<String> targets) {

    /** Copies the lists. */
    public TargetSelector {
        sites = List.copyOf(sites);
        targets = List.copyOf(targets);
    }

    /**
     * The plan with only the selected targets.
     *
     * @throws ConfigException with a problem for each glob that matches nothing
     */
    public Plan of(Plan plan) {
        List<Problem> problems = new ArrayList<>();
        List<Target> chosen = chosen(plan.targets(), sites, (glob, target) -> glob.matches(target.site()));
        rejectUnmatched("--site", "site", sites, plan.sites(), problems);
        Set<String> names = new LinkedHashSet<>();
        for (Target target : chosen) {
            names.add(target.id());
            names.add(target.host());
        }
        rejectUnmatched("--target", sites.isEmpty() ? "target" : "target of these sites", targets, names, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return plan.withTargets(
                chosen(chosen, targets, (glob, target) -> glob.matches(target.id()) || glob.matches(target.host())));
    }

    private static List<Target> chosen(List<Target> from, List<String> globs, BiPredicate<Glob, Target> fits) {
        if (globs.isEmpty()) {
            return from;
        }
        List<Glob> compiled = globs.stream().map(Glob::new).toList();
        return from.stream()
                .filter(target -> compiled.stream().anyMatch(glob -> fits.test(glob, target)))
                .toList();
    }

    private static void rejectUnmatched(
            String option, String what, List<String> globs, Collection<String> names, List<Problem> problems) {
        for (String text : globs) {
            Glob glob = new Glob(text);
            if (names.stream().noneMatch(glob::matches)) {
                problems.add(
                        new Problem(option, null, "no " + what + " fits " + ValueType.quoted(text), near(text, names)));
            }
        }
    }

    private static @Nullable String near(String text, Collection<String> names) {
        String nearest = Spelling.nearest(text, names);
        return nearest == null ? null : "did you mean \"" + nearest + "\"?";
    }
}
