package io.ehloscope.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.Collectors;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[&a x, *a]                                  | [x, x]",
                "[&a {k: [1, 2]}, *a]                        | [{k: [1, 2]}, {k: [1, 2]}]",
                "[&a x, &a y, *a]                            | [x, y, y]",
                "[&a ~, *a]                                  | [~, ~]",
                "[&a 'x y', *a]                              | [x y, x y]",
                "[!!str &a x, *a, &b !!str y, *b]            | [x, x, y, y]",
                "[😀, &a x, *a]                              | [😀, x, x]",
                "[&a {k: 1, l: 2}, {<<: *a, l: 3}]           | [{k: 1, l: 2}, {k: 1, l: 3}]",
                "[&a {k: 1, l: 2}, {l: 3, <<: *a}]           | [{k: 1, l: 2}, {k: 1, l: 3}]",
                "[&a {k: 1}, &b {k: 2, m: 3}, {<<: [*a, *b]}] | [{k: 1}, {k: 2, m: 3}, {k: 1, m: 3}]",
                "[&a {k: 1}, &b {<<: *a, l: 2}, {<<: *b}]    | [{k: 1}, {k: 1, l: 2}, {k: 1, l: 2}]",
                "[{<<: {k: 1}, l: 2}]                        | [{k: 1, l: 2}]",
                "[{<<: []}]                                  | [{}]",
                "['*a']                                      | [*a]",
            })
    void aliasesAndMergeKeysAreExpanded(String text, String expected) {
        assertThat(shown(read(text))).isEqualTo(expected);
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[*a]                  | y:1:2: the alias *a has no anchor before it; write &a before the value that it"
                        + " stands for; quote a text that begins with *",
                "[&a [*a]]             | y:1:6: the alias *a is inside the value that it stands for; write it out",
                "[&a x, &a [*a]]       | y:1:12: the alias *a is inside the value that it stands for; write it out",
                "{<<: x}               | y:1:6: << merges \"x\"; expected: an alias of a mapping, like <<: *base, or a"
                        + " list of them",
                "{<<: [[]]}            | y:1:7: << merges a list; expected: an alias of a mapping, like <<: *base, or a"
                        + " list of them",
                "{<<: {}, <<: {}}      | y:1:10: \"<<\" is set twice; it is already set in line 1",
            })
    void brokenAliasesAndMergeKeysAreProblems(String text, String expected) {
        read(text);

        assertThat(problems.list()).extracting(Problem::toString).containsExactly(expected);
    }

    @Test
    void anAliasedValueHasTheLocationWhereItIsWritten() {
        Node.Sequence list = (Node.Sequence) read("- &a {k: 1}\n- *a\n- {<<: *a, l: 2}\n");

        assertThat(list.items().get(1).location()).isEqualTo(new Location(1, 3));
        assertThat(((Node.Mapping) list.items().get(2)).entries().get(0).keyLocation())
                .isEqualTo(new Location(1, 7));
    }

    /** The billion laughs: each level has ten aliases of the level before. */
    @Test
    void aliasesThatExpandWithoutBoundAreAProblem() {
        StringBuilder text = new StringBuilder("- &a0 lol\n");
        for (int level = 1; level < 30; level++) {
            text.append("- &a")
                    .append(level)
                    .append(" [")
                    .append(("*a" + (level - 1) + ", ").repeat(10))
                    .append("]\n");
        }
        read(text.toString());

        assertThat(problems.list().get(0))
                .hasToString("y:7:43: the aliases up to *a5 stand for more than 2,000,000 values;"
                        + " do not put aliases into values that have anchors");
    }

    @Test
    void aliasesThatNestTooDeepAreAProblem() {
        StringBuilder text = new StringBuilder("- &a0 x\n");
        for (int level = 1; level < 100; level++) {
            text.append("- &a").append(level).append(" [*a").append(level - 1).append("]\n");
        }
        read(text.toString());

        assertThat(problems.list().get(0))
                .hasToString("y:65:9: the alias *a63 nests values too deep; an inventory needs five levels");
    }

    private static String shown(Node node) {
        if (node instanceof Node.Sequence list) {
            return list.items().stream().map(YamlReaderTest::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries().stream()
                    .map(each -> each.key() + ": " + shown(each.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return ((Node.Scalar) node).text();
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
