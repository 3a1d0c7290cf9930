package io.ehloscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for source files that the compiler does not check: length, package Javadoc, {@code @NullMarked}. */
class SourceFilesTest {

    private static final Path MAIN = Path.of("src/main/java");

    private static final int MOST_LINES = 300;

    /** A file that is one list grows with the list. */
    private static final Map<String, Integer> LISTS = Map.of("MetricNames.java", 400);

    @Test
    void filesAreShort() throws IOException {
        for (Path file : javaFiles()) {
            int most = LISTS.getOrDefault(file.getFileName().toString(), MOST_LINES);
            assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void everyPackageHasJavadocAndIsNullMarked() throws IOException {
        for (Path file : javaFiles()) {
            Path info = file.resolveSibling("package-info.java");
            assertThat(info).exists();
            assertThat(Files.readString(info)).contains("@NullMarked").startsWith("/**");
        }
    }

    @Test
    void architecturePageListsThePackagesInTheirOrder() throws IOException {
        String page = Files.readString(Path.of("docs", "ARCHITECTURE.md"));
        String table = page.substring(page.indexOf("| package |"), page.indexOf("## Threads"));
        List<String> listed = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|")
                .matcher(table)
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(listed).isEqualTo(ArchitectureTest.ORDER);
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
