package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {

    private static final Path FOLDER = Path.of("..", "grafana", "runbooks");
    private static final Path TEXTS = Path.of("src", "test", "resources", "io", "ehloscope", "grafana", "runbooks");
    private static final List<String> HEADINGS = List.of(
            "## What it means",
            "## How bad it is",
            "## How to check it",
            "## Possible causes, most likely first",
            "## What to do, in this order",
            "## What not to do",
            "## Sources");

    private static final Runbooks RUNBOOKS = new Runbooks(Catalogue.load());

    static List<AlertRule> alerts() throws IOException {
        return AlertRule.all();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void thePageOfAnAlertSaysWhatTheCatalogueSays(AlertRule alert) throws IOException {
        String page = RUNBOOKS.page(alert, Files.readString(TEXTS.resolve(alert.name() + ".md")));

        assertThat(page).startsWith("# " + alert.name() + "\n").doesNotContain("{{");
        assertThat(page.lines().filter(HEADINGS::contains)).containsExactlyElementsOf(HEADINGS);
        Golden.assertMatches(FOLDER.resolve(alert.name() + ".md"), page);
    }

    @Test
    void theListNamesAllPages() throws IOException {
        Golden.assertMatches(FOLDER.resolve("README.md"), Runbooks.index(AlertRule.all()));
    }

    @Test
    void thereIsNoPageWithoutAnAlert() throws IOException {
        List<String> names =
                AlertRule.all().stream().map(each -> each.name() + ".md").toList();
        assertThat(names(TEXTS)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names(FOLDER))
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
