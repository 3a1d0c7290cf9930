package io.ehloscope.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Problems problems = new Problems("a.yml");

    @Test
    void firstFiftyProblemsAreShownAndAllAreCounted() {
        for (int line = 100_000; line > 0; line--) {
            problems.add(new Location(line % 1000 + 1, line), "wrong" + "x".repeat(line % 100));
        }

        assertThat(problems.count()).isEqualTo(100_000);
        assertThat(problems.list())
                .hasSize(50)
                .isSortedAccordingTo(
                        (a, b) -> a.location().line() - b.location().line());
    }

    @Test
    void theSameProblemAtTheSameLocationIsAddedOnce() {
        problems.add(new Location(1, 2), "wrong");
        problems.add(new Location(1, 2), "wrong");
        problems.add(new Location(1, 2), "wrong in another way");

        assertThat(problems.count()).isEqualTo(2);
    }

    @Test
    void problemsWithTheSameCauseAreCounted() {
        Problems others = new Problems("b.csv");
        IntStream.range(0, 8).forEach(line -> others.add(new Location(line + 1, 3), "\"host " + line + "\" is wrong"));
        others.add(new Location(2, 1), "another cause");
        problems.addAll(others);
        IntStream.range(0, 5).forEach(line -> problems.add(new Location(line + 1, 1), line + " is wrong"));

        assertThat(new ConfigException(problems).lines())
                .containsExactly(
                        "a.yml:1:1: 0 is wrong",
                        "a.yml:2:1: 1 is wrong",
                        "a.yml:3:1: 2 is wrong",
                        "a.yml:4:1: 3 is wrong",
                        "a.yml:5:1: 4 is wrong",
                        "b.csv:1:3: \"host 0\" is wrong",
                        "b.csv:2:1: another cause",
                        "b.csv:2:3: \"host 1\" is wrong",
                        "b.csv:3:3: \"host 2\" is wrong",
                        "b.csv:4:3: \"host 3\" is wrong",
                        "b.csv:5:3: \"host 4\" is wrong",
                        "b.csv:5:3: and 3 more with the same cause, the last one in line 8");
        assertThat(problems.count()).isEqualTo(14);
    }

    @Test
    void longSentencesAreCut() {
        List<String> words = Collections.nCopies(100_000, "word");
        problems.add(null, "x".repeat(1_000_000), "y".repeat(1_000_000));
        problems.unknown(Location.START, "word", "other", words);

        assertThat(problems.list())
                .allSatisfy(each -> assertThat(each.toString()).hasSizeLessThan(2_100));
        assertThat(problems.list().get(1).suggestion()).endsWith("word and 99960 more");
    }

    @Test
    void problemsOfAnotherFileComeAfterThoseOfThisFile() {
        Problems others = new Problems("b.csv");
        IntStream.range(0, 300).forEach(line -> others.add(new Location(line + 1, 1), "wrong" + "x".repeat(line)));
        problems.addAll(others);
        problems.add(new Location(9, 9), "wrong");

        assertThat(problems.count()).isEqualTo(301);
        assertThat(problems.files()).containsExactlyInAnyOrder("a.yml", "b.csv");
        assertThat(problems.list())
                .hasSize(50)
                .first()
                .extracting(Problem::file)
                .isEqualTo("a.yml");
    }

    @Test
    void fileWithoutProblemsIsEmpty() {
        problems.addAll(new Problems("b.csv"));

        assertThat(problems.isEmpty()).isTrue();
        assertThat(problems.list()).isEmpty();
    }
}
