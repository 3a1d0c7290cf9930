package io.ehloscope.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

    private final Problems problems = new Problems("y");

    @Test
    void everyValueHasItsLocation() {
        Node.Mapping root = (Node.Mapping) read("a: 1\nb:\n  - x\n  - {c: \"d e\"}\n");
        Node.Sequence list = (Node.Sequence) root.get("b");
        Node.Mapping inner = (Node.Mapping) list.items().get(1);

        assertThat(root.get("a").location()).isEqualTo(new Location(1, 4));
        assertThat(list.items().get(0).location()).isEqualTo(new Location(3, 5));
        assertThat(inner.entries().get(0).keyLocation()).isEqualTo(new Location(4, 6));
        assertThat(inner.get("c")).isEqualTo(new Node.Scalar("d e", false, new Location(4, 9)));
    }

    @ParameterizedTest
    @CsvSource({"NO", "yes", "025", "1:30", "0x19", "1_000", "1.50", "2027-01-31", "true", "1e3"})
    void scalarKeepsItsText(String text) {
        assertThat(((Node.Scalar) read(text)).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"null", "~", "''"})
    void emptyValueIsNull(String text) {
        Node.Mapping root = (Node.Mapping) read("a: " + text + "\n");

        assertThat(((Node.Scalar) root.get("a")).isNull()).isTrue();
    }

    @Test
    void quotedNullIsText() {
        assertThat(((Node.Scalar) read("\"null\"")).isNull()).isFalse();
        assertThat(((Node.Scalar) read("\"\"")).isNull()).isFalse();
    }

    @Test
    void nestingOfAThousandLevelsIsAProblem() {
        read("[".repeat(1000) + "]".repeat(1000));

        assertThat(problems.list()).isNotEmpty();
    }

    @Test
    void surrogatePairIsReadAtAnyPosition() {
        for (int before = 1000; before < 1050; before++) {
            String text = "#".repeat(before) + "\n\"" + "\ud83d\ude00".repeat(2000) + "\"\n";

            assertThat(((Node.Scalar) read(text)).text()).isEqualTo("\ud83d\ude00".repeat(2000));
        }
    }

    @Test
    void lineThatIsTooLongIsReportedWithItsLocation() {
        assertThat(read("a: b\r\nb: c\rc:\n  " + "x".repeat(17 * 1024 * 1024) + "\n"))
                .isNull();
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly("y:4:16777217: a line of more than 16 Mi characters; break it into several lines,"
                        + " one for each server");
    }

    @Test
    void keyOrValueThatIsTooLongIsReportedWithItsLocation() {
        read("a: " + "x".repeat(65_537) + "\n? " + "y".repeat(65_537) + "\n: 1\nb: 2\n");

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "y:1:4: a value of 65537 characters; write at most 65536",
                        "y:2:3: a key of 65537 characters; write at most 65536");
    }

    private Node read(String text) {
        return YamlReader.read(new StringReader(text), problems);
    }
}
