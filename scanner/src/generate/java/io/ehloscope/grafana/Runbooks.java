package io.ehloscope.grafana;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.Circumstances;
import io.ehloscope.classify.FindingEntry;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Platform;
import io.ehloscope.classify.Product;
import io.ehloscope.classify.VerbFact;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes runbooks: a text written by hand, into which the facts about findings and verbs are filled from the catalogue that
 * {@code explain} uses, and the condition of the alert from its rule. So the texts cannot contradict each other.
 *
 * <p>A line that is nothing but one of these, indented or not, is replaced: {@code {{rule}}}, {@code {{probe}}},
 * {@code {{verbs exchange}}}, and {@code severity}, {@code meaning}, {@code breaks}, {@code causes}, {@code remedies}, {@code never} or
 * {@code source} with a finding, and a family of products or a platform behind it where only that is meant. {@code
 * {{cases FINDING}}} writes a section for each of the entries for certain targets.
 */
final class Runbooks {

    /** The texts written by hand, one for each alert, from the folder {@code scanner}. */
    static final Path TEXTS = Path.of("src", "generate", "runbooks");

    /** A line that is replaced. */
    static final Pattern PLACE = Pattern.compile("(?m)^( *)\\{\\{(\\w+)(?: (\\w+))?(?: (\\w+))?}}$");

    private static final String PROBE = """
            ```sh
            # with the profile, EHLO name, STARTTLS mode, exemptions and attempts of the inventory, as the service probes
            ehloscope probe --inventory FILE TARGET
            # the same from where the service runs
            curl 'https://ehloscope.example.com/probe?target=TARGET&debug=true'
            ```

            The target's page, `https://ehloscope.example.com/targets/TARGET`, shows its findings, its last dialogue and what
            changed. Here and below, replace the words in capitals, such as TARGET (`mail1.example.com:25`), HOST, FILE and SERVER.

            A plain `ehloscope probe TARGET` recognizes the product first and judges it by that product's own profile, so it can
            call a target healthy that has a finding in the service.""";

    private final Catalogue catalogue;

    Runbooks(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The page of an alert. */
    String page(AlertRule rule, String text) {
        return Numbering.of(PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        indented(place.group(1), filled(rule, place.group(2), place.group(3), place.group(4))))));
    }

    private static String indented(String indent, String text) {
        return text.lines().map(line -> line.isEmpty() ? line : indent + line).collect(Collectors.joining("\n"));
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

    private String filled(AlertRule rule, String what, @Nullable String name, @Nullable String product) {
        return switch (what) {
            case "rule" -> rule(rule);
            case "probe" -> PROBE;
            case "verbs" -> exchangeVerbs();
            case "cases" -> cases(kind(Objects.requireNonNull(name)));
            default ->
                part(catalogue.findings().fact(kind(Objects.requireNonNull(name)), circumstances(product)), what);
        };
    }

    private static String part(FindingFact fact, String what) {
        return switch (what) {
            case "severity" -> severity(fact);
            case "meaning" -> fact.meaning();
            case "breaks" -> fact.breaks();
            case "causes" -> list(fact.causes(), "- ");
            case "remedies" -> list(fact.remedies(), "1. ");
            case "never" -> list(fact.never(), "- ");
            case "source" -> "Source: " + fact.source() + ".";
            default -> throw new IllegalArgumentException("a runbook has no place for \"" + what + "\"");
        };
    }

    private static String severity(FindingFact fact) {
        String on25 = fact.severity() == fact.severityOn25()
                ? ""
                : ", on port 25 *" + fact.severityOn25().label() + "*";
        return "`%s` is *%s* by default%s. The inventory can set another severity (`findings`); *info* and *off* raise no alert."
                .formatted(fact.kind().label(), fact.severity().label(), on25);
    }

    private static FindingKind kind(String finding) {
        return Arrays.stream(FindingKind.values())
                .filter(each -> each.label().equals(finding))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no finding \"" + finding + "\""));
    }

    private static Circumstances circumstances(@Nullable String product) {
        if (product == null) {
            return Circumstances.UNKNOWN;
        }
        for (Platform each : Platform.values()) {
            if (each.label().equals(product)) {
                return Circumstances.of(each);
            }
        }
        return Circumstances.of(Product.Family.valueOf(product.toUpperCase(Locale.ROOT)));
    }

    private String cases(FindingKind kind) {
        return catalogue.findings().entries().stream()
                .filter(each -> each.kind() == kind && !each.when().equals(FindingEntry.When.ALWAYS))
                .map(this::section)
                .collect(Collectors.joining("\n\n"));
    }

    private String section(FindingEntry entry) {
        FindingFact fact = catalogue.findings().fact(entry);
        String never = fact.never().isEmpty() ? "" : "\n\nWhat not to do:\n\n" + list(fact.never(), "- ");
        return "### %s\n\n%s\n\nWhat breaks: %s\n\nPossible causes:\n\n%s\n\nWhat to do, in this order:\n\n%s%s\n\nSource: %s."
                .formatted(
                        title(entry.when()),
                        fact.meaning(),
                        fact.breaks(),
                        list(fact.causes(), "- "),
                        list(fact.remedies(), "1. "),
                        never,
                        fact.source());
    }

    /** What an entry applies to, as the alert, the page of the target and the report write it. */
    private static String title(FindingEntry.When when) {
        List<String> parts = new ArrayList<>();
        add("stage", when.stages().stream().sorted().map(Stage::label).toList(), parts);
        add("reason", when.reasons().stream().sorted().map(Reason::label).toList(), parts);
        add("reply", when.codes().stream().sorted().toList(), parts);
        if (when.family() != null) {
            parts.add(when.family() == Product.Family.MICROSOFT ? "Microsoft's products" : "other products");
        }
        if (when.platform() != null) {
            parts.add(when.platform().title());
        }
        String title = String.join(", ", parts);
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    private static void add(String what, List<String> names, List<String> parts) {
        if (!names.isEmpty()) {
            String all = "`" + String.join("`, `", names) + "`";
            int last = all.lastIndexOf(", ");
            parts.add(what + " " + (last < 0 ? all : all.substring(0, last) + " or" + all.substring(last + 1)));
        }
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

    private static String list(List<String> items, String mark) {
        return items.stream().map(each -> mark + each).collect(Collectors.joining("\n"));
    }
}
