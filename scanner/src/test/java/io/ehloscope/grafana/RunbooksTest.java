package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {

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
