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
            problems.add(new Location(line % 1000 + 1, line), "wrong");
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
        IntStream.range(0, 300).forEach(line -> others.add(new Location(line + 1, 1), "wrong"));
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
