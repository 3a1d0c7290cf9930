package io.ehloscope.plan;

import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.FindingRule;
import io.ehloscope.classify.Profile;
import io.ehloscope.text.Durations;
import io.ehloscope.text.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes what a plan sets for findings, and where each rule holds. */
final class FindingRuleList {

    private final Map<String, List<String>> places = new LinkedHashMap<>();

    /** The rules of this plan: first those of targets, then those of profiles. */
    FindingRuleList(Plan plan) {
        for (Target target : plan.targets()) {
            add(target.settings().findings(), "at " + target.id());
        }
        for (Profile profile : new TreeMap<>(plan.profiles()).values()) {
            add(profile.findings(), "in profile " + profile.name());
        }
    }

    /** One line for each rule, {@code certificate_untrusted off at mail.example.com:25 and 3 more}. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        places.forEach((rule, where) -> all.add(rule + " " + where.get(0)
                + (where.size() == 1 ? "" : " and " + Wording.number(where.size() - 1) + " more")));
        return all;
    }

    private void add(Map<FindingKind, FindingRule> rules, String place) {
        for (FindingKind kind : FindingKind.values()) {
            FindingRule rule = rules.get(kind);
            if (rule != null) {
                places.computeIfAbsent(words(kind, rule), any -> new ArrayList<>())
                        .add(place);
            }
        }
    }

    private static String words(FindingKind kind, FindingRule rule) {
        StringBuilder words = new StringBuilder(kind.label());
        if (rule.off()) {
            words.append(" off");
        } else if (rule.severity() != null) {
            words.append(' ').append(rule.severity().label());
        }
        if (rule.before() != null) {
            words.append(" from ").append(Durations.text(rule.before())).append(" before the end");
        }
        return words.toString();
    }
}
