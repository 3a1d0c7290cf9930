package io.ehloscope.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {

    private final Mistakes mistakes = new Mistakes("y");

    @Test
    void everyValueKnowsItsPlace() {
        Node.Mapping root = (Node.Mapping) read("a: 1\nb:\n  - x\n  - {c: \"d e\"}\n");
        Node.Sequence list = (Node.Sequence) root.get("b");
        Node.Mapping inner = (Node.Mapping) list.items().get(1);

        assertThat(root.get("a").mark()).isEqualTo(new Mark(1, 4));
        assertThat(list.items().get(0).mark()).isEqualTo(new Mark(3, 5));
        assertThat(inner.entries().get(0).keyMark()).isEqualTo(new Mark(4, 6));
        assertThat(inner.get("c")).isEqualTo(new Node.Scalar("d e", false, new Mark(4, 9)));
    }

    @ParameterizedTest
    @CsvSource({"NO", "yes", "025", "1:30", "0x19", "1_000", "1.50", "2027-01-31", "true", "1e3"})
    void aScalarStaysAsItIsWritten(String text) {
        assertThat(((Node.Scalar) read(text)).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"null", "~", "''"})
    void nothingIsNull(String text) {
        Node.Mapping root = (Node.Mapping) read("a: " + text + "\n");

        assertThat(((Node.Scalar) root.get("a")).isNull()).isTrue();
    }

    @Test
    void aQuotedNullIsText() {
        assertThat(((Node.Scalar) read("\"null\"")).isNull()).isFalse();
        assertThat(((Node.Scalar) read("\"\"")).isNull()).isFalse();
    }

    @Test
    void aThousandLevelsAreRefusedInASentence() {
        read("[".repeat(1000) + "]".repeat(1000));

        assertThat(mistakes.list()).isNotEmpty();
    }

    private Node read(String text) {
        return YamlReader.read(new StringReader(text), mistakes);
    }
}
