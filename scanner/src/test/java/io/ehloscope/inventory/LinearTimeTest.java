package io.ehloscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.yaml.ConfigException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of two megabytes, each unusual in one way. Each takes less than a second of processor time; if any part of the
 * reader took quadratic time, each would take minutes.
 */
class LinearTimeTest {

    private static final int SIZE = 2_000_000;
    private static final Duration MAX_CPU_TIME = Duration.ofSeconds(15);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String HEAD = "version: 1\nehlo_name: a.example\n";
    private static final String SERVER = "sites: [{name: a, servers: [a.example]}]\n";

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> unusualFilesAreReadInLinearTime() {
        List<DynamicTest> all = new ArrayList<>();
        all.add(inventory("one long word", servers("x".repeat(SIZE))));
        all.add(inventory("one long word in quotes", servers("\"" + "x".repeat(SIZE) + "\"")));
        all.add(inventory("one long comment", "#" + "a,".repeat(SIZE / 2) + "\n" + HEAD + SERVER));
        all.add(inventory("many comments", "#\n".repeat(SIZE / 2) + HEAD + SERVER));
        all.add(inventory("many blanks", servers(" ".repeat(SIZE) + "a.example")));
        all.add(inventory("one long anchor", servers("&" + "x".repeat(SIZE) + " a.example")));
        all.add(inventory("one long tag", servers("!" + "x".repeat(SIZE) + " a.example")));
        all.add(inventory("one long key", HEAD + SERVER + "? \"" + "x".repeat(SIZE) + "\"\n: 1\n"));
        all.add(inventory("one long line of a block", HEAD + "x: |\n  " + "x ".repeat(SIZE / 2) + "\n" + SERVER));
        all.add(inventory("a block of many lines", HEAD + "x: |\n" + "  x\n".repeat(SIZE / 4) + SERVER));
        all.add(inventory("many line ends in a scalar", HEAD + "x: a" + "\r".repeat(SIZE) + " b\n" + SERVER));
        all.add(inventory("many brackets", HEAD + "x: " + "[".repeat(SIZE)));
        all.add(inventory("many colons in brackets", servers(colons(60_000))));
        all.add(inventory("many dashes", "- ".repeat(SIZE / 2)));
        all.add(inventory("many documents", "---\n".repeat(SIZE / 4)));
        all.add(inventory("many aliases", HEAD + "x: &x 1\ny:\n" + "  - *x\n".repeat(SIZE / 8)));
        all.add(inventory("many unknown keys", many(SIZE / 12, key -> "k" + key + ": 1\n") + HEAD + SERVER));
        all.add(inventory("many unknown profiles", profiles(50_000, each -> "{require: [A]}")));
        all.add(inventory("many unknown parents", profiles(50_000, each -> "{extends: q" + each + "}")));
        all.add(inventory("a chain of profiles", profiles(50_000, each -> "{extends: p" + (each + 1) + "}")));
        all.add(list("one long line", "x".repeat(SIZE)));
        all.add(list("one long field in quotes", "\"" + "x\n".repeat(SIZE / 2) + "\""));
        all.add(list("many fields", "x,".repeat(SIZE / 2)));
        all.add(list("many colons in brackets", (colons(4_000).replace("\"", "") + "\n").repeat(500)));
        all.add(list("many mistakes", "x x\n".repeat(SIZE / 16)));
        return all;
    }

    private DynamicTest inventory(String name, String text) {
        return DynamicTest.dynamicTest("inventory: " + name, () -> read(text));
    }

    private DynamicTest list(String name, String text) {
        return DynamicTest.dynamicTest("list: " + name, () -> {
            Files.writeString(folder.resolve("list.csv"), text);
            read(servers("\"file:list.csv\""));
        });
    }

    private void read(String text) throws IOException {
        Path inventory = Files.writeString(folder.resolve("i.yml"), text);
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            KnownProfiles.reader().read(inventory);
        } catch (ConfigException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(100_000);
        }
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before)).isLessThan(MAX_CPU_TIME);
    }

    private static String servers(String one) {
        return HEAD + "sites: [{name: a, servers: [" + one + "]}]\n";
    }

    private static String colons(int count) {
        return "\"[" + ":".repeat(count) + "\"";
    }

    private static String profiles(int count, IntFunction<String> profile) {
        return HEAD + "profiles:\n" + many(count, each -> "  p" + each + ": " + profile.apply(each) + "\n")
                + "sites:\n  - name: a\n    servers:\n"
                + many(count, each -> "      - {host: h" + each + ".example, profile: qqqqqqq}\n");
    }

    private static String many(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining());
    }
}
