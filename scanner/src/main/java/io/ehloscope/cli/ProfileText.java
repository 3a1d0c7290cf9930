package io.ehloscope.cli;

import io.ehloscope.classify.Profile;
import io.ehloscope.classify.Requirement;
import io.ehloscope.classify.SizeBounds;
import io.ehloscope.classify.VerbCatalogue;
import io.ehloscope.classify.VerbRules;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Formats one profile as text: its products, its rules and the severity of each verb. */
final class ProfileText {

    private static final int WIDTH = 17;

    private final VerbCatalogue verbs;
    private final StringBuilder text = new StringBuilder();

    private ProfileText(VerbCatalogue verbs) {
        this.verbs = verbs;
    }

    /** Formats a profile in several lines. */
    static String of(Profile profile, VerbCatalogue verbs) {
        ProfileText text = new ProfileText(verbs);
        text.text.append(line(profile));
        text.line("family", profile.origin().family());
        text.line("versions", profile.origin().versions());
        text.list("judges", sorted(profile.products()));
        text.rules("", profile.usual(), VerbRules.NONE);
        new TreeMap<>(profile.ports()).forEach((port, rules) -> {
            text.text.append("  on port ").append(port).append('\n');
            text.rules("  ", rules, profile.usual());
        });
        profile.exempt().forEach(each -> text.line("exempts", each.behind(each.verb())));
        text.list("gone after TLS", sorted(profile.goneAfterTls()));
        text.line("source", profile.source());
        return text.text.toString();
    }

    /** Formats its name and title in one line. */
    static String line(Profile profile) {
        return padded(profile.name(), 20) + " " + profile.title() + "\n";
    }

    /** Adds the rules; of the optional and forbidden verbs, only those that are not in the usual rules. */
    private void rules(String indent, VerbRules rules, VerbRules usual) {
        list(indent + "requires", rules.require().stream().map(this::required).toList());
        listed(
                indent + "inside TLS",
                rules.requireInTls().stream().map(this::required).toList());
        listed(indent + "optional", except(rules.optional(), usual.optional()));
        listed(indent + "optional in TLS", except(rules.optionalInTls(), usual.optionalInTls()));
        listed(indent + "forbids", except(rules.forbid(), usual.forbid()));
    }

    private String required(Requirement each) {
        StringBuilder words = new StringBuilder(each.verb());
        each.params().forEach(param -> words.append(' ').append(param));
        SizeBounds size = each.size();
        words.append(size.least() == null ? "" : " >=" + size.least());
        words.append(size.most() == null ? "" : " <=" + size.most());
        words.append(" (").append(verbs.severity(each).label());
        words.append(each.excuse() == null ? "" : ", unless " + each.excuse().label());
        words.append(each.source() == null ? "" : "; " + each.source());
        return words.append(')').toString();
    }

    private void list(String what, List<String> items) {
        line(what, items.isEmpty() ? "-" : String.join(", ", items));
    }

    private void listed(String what, List<String> items) {
        if (!items.isEmpty()) {
            list(what, items);
        }
    }

    private void line(String what, @Nullable String value) {
        if (value != null) {
            text.append("  ")
                    .append(padded(what, WIDTH))
                    .append(' ')
                    .append(value)
                    .append('\n');
        }
    }

    private static List<String> except(Set<String> names, Set<String> usual) {
        return names.stream().filter(each -> !usual.contains(each)).sorted().toList();
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().sorted().toList();
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }
}
