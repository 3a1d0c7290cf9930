package io.ehloscope.grafana;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.VerbFact;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes runbooks: a text written by hand, in which what is known about verdicts and verbs is filled in from the catalogue
 * that {@code explain} speaks from, and what an alert asks from its rule. So neither can disagree with the other.
 *
 * <p>A line that is nothing but one of these is replaced: {@code {{rule}}}, {@code {{meaning FINDING}}},
 * {@code {{causes FINDING}}}, {@code {{remedies FINDING}}}, {@code {{never FINDING}}}, {@code {{source FINDING}}}, each
 * with a family of products behind it where the catalogue has an entry for that, and {@code {{verbs exchange}}}.
 */
final class Runbooks {

    /** The texts written by hand, one for each alert, from the folder {@code scanner}. */
    static final Path TEXTS = Path.of("src", "generate", "runbooks");

    private static final Pattern PLACE = Pattern.compile("(?m)^\\{\\{(\\w+)(?: (\\w+))?(?: (\\w+))?}}$");

    private final Catalogue catalogue;

    Runbooks(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The page of an alert. */
    String page(AlertRule rule, String text) {
        return numbered(PLACE.matcher(text)
                .replaceAll(place ->
                        Matcher.quoteReplacement(filled(rule, place.group(1), place.group(2), place.group(3)))));
    }

    /** The list of all pages. */
    static String index(List<AlertRule> rules) {
        return """
                # Runbooks

                One page for each alert in [alerts.yml](../alerts.yml): what it means, how bad it is, how to check it,
                possible causes, what to do, and what not to do. The pages are generated from the texts in
                `scanner/src/generate/runbooks` and the catalogue that `ehloscope explain` uses; do not edit them here.

                | alert | severity | summary |
                |---|---|---|
                """
                + rules.stream()
                        .map(rule -> "| [%s](%s.md) | %s | %s |\n"
                                .formatted(rule.name(), rule.name(), rule.severityInWords(), rule.plainSummary()))
                        .collect(Collectors.joining());
    }

    private String filled(AlertRule rule, String what, @Nullable String name, @Nullable String family) {
        if (what.equals("rule")) {
            return rule(rule);
        }
        if (what.equals("verbs")) {
            return exchangeVerbs();
        }
        FindingFact fact = fact(Objects.requireNonNull(name), family);
        return switch (what) {
            case "meaning" -> fact.meaning();
            case "causes" -> list(fact.causes(), "- ");
            case "remedies" -> list(fact.remedies(), "1. ");
            case "never" -> list(fact.never(), "- ");
            case "source" -> "Source: " + fact.source() + ".";
            default -> throw new IllegalArgumentException("a runbook has no place for \"" + what + "\"");
        };
    }

    private FindingFact fact(String finding, @Nullable String family) {
        FindingKind kind = Arrays.stream(FindingKind.values())
                .filter(each -> each.label().equals(finding))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no finding \"" + finding + "\""));
        return catalogue
                .findings()
                .fact(
                        kind,
                        family == null ? null : Product.Family.valueOf(family.toUpperCase(Locale.ROOT)),
                        null,
                        null);
    }

    private static String rule(AlertRule rule) {
        String waits = rule.waits() == null ? "at once" : "after " + rule.waits();
        return "Severity **%s**, %s. The rule:\n\n```promql\n%s\n```"
                .formatted(rule.severityInWords(), waits, rule.expression().strip());
    }

    private String exchangeVerbs() {
        return catalogue.verbs().facts().stream()
                .filter(fact -> fact.provider() == VerbFact.Provider.EXCHANGE)
                .map(Runbooks::verb)
                .collect(Collectors.joining("\n\n"));
    }

    private static String verb(VerbFact fact) {
        StringBuilder text = new StringBuilder("### " + fact.verb() + "\n\n" + fact.meaning());
        if (fact.component() != null) {
            text.append(" What provides it: ").append(fact.component()).append('.');
        }
        text.append("\n\nWithout it: ").append(fact.breaks());
        if (!fact.harmless().isEmpty()) {
            text.append("\n\nHarmless if:\n\n").append(list(fact.harmless(), "- "));
        }
        if (!fact.remedies().isEmpty()) {
            text.append("\n\nWhat to do:\n\n").append(list(fact.remedies(), "1. "));
        }
        return text.append("\n\nSource: ").append(fact.source()).append('.').toString();
    }

    /** Counts the items of lists that are written with 1. throughout, for those who read the page as it is. */
    private static String numbered(String page) {
        StringBuilder counted = new StringBuilder();
        int item = 0;
        for (String line : page.lines().toList()) {
            item = line.startsWith("1. ") ? item + 1 : 0;
            counted.append(item == 0 ? line : item + line.substring(1)).append('\n');
        }
        return counted.toString();
    }

    private static String list(List<String> items, String mark) {
        return items.stream().map(each -> mark + each).collect(Collectors.joining("\n"));
    }
}
