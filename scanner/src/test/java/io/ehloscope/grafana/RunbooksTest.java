package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.classify.FindingFact;
import io.ehloscope.classify.FindingKind;
import io.ehloscope.classify.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {

    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final Runbooks RUNBOOKS = new Runbooks(CATALOGUE);

    private static final Pattern NUMBERED = Pattern.compile("^(\\d+)\\. ");

    private static final List<String> HEADINGS = List.of(
            "## What it means",
            "## How bad it is",
            "## How to check it",
            "## Possible causes, most likely first",
            "## What to do, in this order",
            "## What not to do",
            "## Sources");

    static List<AlertRule> alerts() throws IOException {
        return AlertRule.all();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void aPageHasEveryHeadingAndNoPlaceLeft(AlertRule alert) throws IOException {
        String page = Files.readString(GrafanaFiles.RUNBOOKS.resolve(alert.name() + ".md"));

        assertThat(page).startsWith("# " + alert.name() + "\n").doesNotContain("{{");
        assertThat(page.lines().filter(HEADINGS::contains)).containsExactlyElementsOf(HEADINGS);
    }

    static List<Path> texts() throws IOException {
        try (Stream<Path> files = Files.list(Runbooks.TEXTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyPlaceIsFilledAndEveryListIsCounted(Path text) throws IOException {
        String page = page(text);

        assertThat(page).doesNotContain("{{");
        int before = 0;
        boolean inCode = false;
        for (String line : page.lines().toList()) {
            inCode ^= line.strip().startsWith("```");
            Matcher number = NUMBERED.matcher(line);
            if (!inCode && number.find()) {
                int now = Integer.parseInt(number.group(1));
                assertThat(now).as(line).isEqualTo(before + 1);
                before = now;
            } else if (!line.isBlank() && !line.startsWith(" ")) {
                before = 0;
            }
        }
        assertThat(inCode).isFalse();
    }

    /** The alerts on targets lead to the target's page, a live probe, and the command that probes as the service does. */
    @ParameterizedTest
    @MethodSource("texts")
    void aPageOnTargetsLeadsToTheTarget(Path text) throws IOException {
        if (text.getFileName().toString().matches("Ehloscope(?!TurnedAway).*")) {
            return;
        }
        assertThat(page(text))
                .contains(
                        "https://ehloscope.example.com/targets/TARGET",
                        "https://ehloscope.example.com/probe?target=TARGET&debug=true",
                        "ehloscope probe --inventory FILE TARGET");
    }

    /** A finding of severity warning or more can page someone, so a page has its causes, remedies and warnings. */
    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void everyFindingThatCanFireIsExplained(FindingKind kind) throws IOException {
        FindingFact fact = CATALOGUE.findings().general(kind);
        if (fact.severity(587) == Severity.INFO && fact.severity(25) == Severity.INFO) {
            return;
        }
        List<String> explained = new ArrayList<>();
        for (Path text : texts()) {
            Matcher place = Runbooks.PLACE.matcher(Files.readString(text));
            while (place.find()) {
                if (kind.label().equals(place.group(3))) {
                    explained.add(text.getFileName() + ": " + place.group(2));
                }
            }
        }
        if (kind == FindingKind.VERB_MISSING) {
            assertThat(Files.readString(Runbooks.TEXTS.resolve("RequiredVerbsMissing.md")))
                    .contains("verb_missing");
            return;
        }
        for (String part : List.of("meaning", "causes", "remedies", "never", "source")) {
            assertThat(explained)
                    .as("%s of %s", part, kind.label())
                    .anyMatch(each -> each.endsWith(": " + part)
                            || (part.equals("never") && fact.never().isEmpty()));
        }
        boolean cases = CATALOGUE.findings().entries().stream()
                .anyMatch(each -> each.kind() == kind && !each.when().stages().isEmpty());
        if (cases) {
            assertThat(explained).as(kind.label()).anyMatch(each -> each.endsWith(": cases"));
        }
    }

    @Test
    void stagesAndReasonsHaveTheirOwnSection() throws IOException {
        String page = page(Runbooks.TEXTS.resolve("TargetUnreachable.md"));

        String refused = page.substring(page.indexOf("### Stage `connect`, reason `refused`"));
        refused = refused.substring(0, refused.indexOf("\n###", 1));
        assertThat(refused).contains("nothing listens", "ss -ltnp").doesNotContain("DNS");
        assertThat(page)
                .contains("### Stage `dns`, reason `not_found`")
                .contains("### Stage `connect`, reason `timeout`")
                .contains("### Stage `greeting`, reason `timeout`")
                .contains("### Stage `tls`\n");
    }

    @Test
    void aPlaceCanBeInsideAnItem() {
        AlertRule rule = new AlertRule("Some", "up", null, Map.of("severity", "info"), Map.of());

        String page = RUNBOOKS.page(rule, "1. First:\n\n   {{remedies inconsistent}}\n1. Second.\n");

        assertThat(page)
                .startsWith("1. First:\n\n   1. Compare")
                .contains("\n   2. Repair")
                .endsWith("\n2. Second.\n");
    }

    @Test
    void anUnknownPlaceIsAMistake() {
        AlertRule rule = new AlertRule("Some", "up", null, Map.of("severity", "info"), Map.of());
        assertThatThrownBy(() -> RUNBOOKS.page(rule, "{{reasons masked}}"))
                .hasMessageContaining("no place for \"reasons\"");
        assertThatThrownBy(() -> RUNBOOKS.page(rule, "{{causes mask}}")).hasMessageContaining("no finding \"mask\"");
        assertThatThrownBy(() -> RUNBOOKS.page(rule, "{{causes masked exim}}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String page(Path text) throws IOException {
        String name = text.getFileName().toString().replace(".md", "");
        AlertRule rule = new AlertRule(name, "up == 0", "20m", Map.of("severity", "warning"), Map.of());
        return RUNBOOKS.page(rule, Files.readString(text));
    }

    @Test
    void thereIsNoPageWithoutAnAlert() throws IOException {
        List<String> names =
                AlertRule.all().stream().map(each -> each.name() + ".md").toList();
        assertThat(names(Runbooks.TEXTS)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names(GrafanaFiles.RUNBOOKS))
                .contains("README.md")
                .hasSize(names.size() + 1)
                .containsAll(names);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }
}
