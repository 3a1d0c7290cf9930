package io.ehloscope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contents of the jar: the list of its libraries, the licence of each, and no unused files. */
class ContentsIT {

    private static final String TEXTS = "META-INF/licenses/";

    /** Licences without a copyright holder in their text, so that one copy serves all their libraries. */
    private static final Set<String> SHARED = Set.of("Apache-2.0", "CC0-1.0", "EPL-2.0", "MIT-0", "MPL-2.0");

    private static final Pattern LIBRARY =
            Pattern.compile(" +((?:\\([^)]+\\) )+).* \\(([^: ]+):([^: ]+):[^: ]+ - .*\\)");

    private static final Pattern USELESS = Pattern.compile(
            ".*\\.java|.*about\\.html|(META-INF/versions/[0-9]+/)?OSGI-INF/.*|org/h2/server/web/.*|META-INF/native-image/.*"
                    + "|io/netty/handler/codec/compression/(Bzip2|FastLz).*|META-INF/.*\\.(SF|RSA|DSA)"
                    + "|META-INF/maven/.+/.+/pom\\.xml");

    /**
     * A line of the list.
     *
     * @param group the group id in Maven
     * @param name the artifact id in Maven
     * @param licences the SPDX identifiers of its licences, of which any one can be chosen
     */
    private record Library(String group, String name, List<String> licences) {}

    @Test
    void everyLibraryHasItsLicenceText() throws IOException {
        try (ZipFile jar = jar()) {
            Set<String> names = names(jar);
            assertThat(libraries(jar)).allSatisfy(each -> {
                boolean shared = each.licences().stream()
                        .anyMatch(id -> SHARED.contains(id) && names.contains(TEXTS + id + ".txt"));
                assertThat(shared || hasLicence(names, each.name()) || hasLicence(names, each.group()))
                        .as(each + ": no text in its jar, and none in packaging/licenses")
                        .isTrue();
            });
        }
    }

    @Test
    void everyLicenceTextBelongsToALibrary() throws IOException {
        Set<String> used = new TreeSet<>();
        try (ZipFile jar = jar()) {
            for (Library each : libraries(jar)) {
                used.add(each.name());
                used.add(each.group());
                each.licences().forEach(id -> used.add(id + ".txt"));
            }
        }
        try (Stream<Path> texts = Files.list(Path.of("packaging/licenses"))) {
            assertThat(used)
                    .containsAll(
                            texts.map(text -> text.getFileName().toString()).toList());
        }
    }

    @Test
    void listHasExactlyTheRuntimeLibraries() throws IOException {
        try (ZipFile jar = jar()) {
            assertThat(libraries(jar))
                    .extracting(Library::name)
                    .contains("reactor-core", "netty-handler", "picocli", "logback-classic")
                    .doesNotContain("junit-jupiter", "org.eclipse.jdt.annotation");
        }
    }

    @Test
    void billOfMaterialsListsTheSameLibraries() throws IOException {
        Path bill = Path.of(System.getProperty("ehloscope.jar")).resolveSibling("ehloscope.cdx.json");
        Assumptions.assumeTrue(Files.exists(bill), "a build without a network makes no bill of materials");
        JsonNode document = JsonMapper.shared().readTree(Files.readString(bill));
        List<String> names = document.path("components")
                .valueStream()
                .map(each -> each.path("name").asString())
                .toList();

        try (ZipFile jar = jar()) {
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(
                            libraries(jar).stream().map(Library::name).toList());
        }
        assertThat(document.path("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(document.has("serialNumber"))
                .as("another one for each build")
                .isFalse();
    }

    @Test
    void jarHasLicenceAndNoticeOfTheProject() throws IOException {
        try (ZipFile jar = jar()) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("../LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE")).startsWith("Ehloscope\nCopyright ");
        }
    }

    @Test
    void jarHasNoUnusedFiles() throws IOException {
        try (ZipFile jar = jar()) {
            assertThat(names(jar).stream().filter(name -> USELESS.matcher(name).matches()))
                    .isEmpty();
        }
    }

    private static boolean hasLicence(Set<String> names, String library) {
        return names.stream()
                .anyMatch(name -> name.startsWith(TEXTS + library + "/") && name.matches(".*/LICENSE(\\.txt|\\.md)?"));
    }

    private static List<Library> libraries(ZipFile jar) throws IOException {
        List<Library> libraries = new ArrayList<>();
        for (String line : text(jar, TEXTS + "THIRD-PARTY.txt").lines().skip(2).toList()) {
            Matcher library = LIBRARY.matcher(line);
            assertThat(library.matches()).as(line).isTrue();
            String licences = library.group(1).strip();
            libraries.add(new Library(
                    library.group(2),
                    library.group(3),
                    List.of(licences.substring(1, licences.length() - 1).split("\\) \\("))));
        }
        assertThat(libraries).hasSizeGreaterThan(30);
        return libraries;
    }

    private static String text(ZipFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Set<String> names(ZipFile jar) {
        return jar.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static ZipFile jar() throws IOException {
        return new ZipFile(System.getProperty("ehloscope.jar"));
    }
}
