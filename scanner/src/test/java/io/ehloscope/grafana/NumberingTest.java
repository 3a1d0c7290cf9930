package io.ehloscope.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberingTest {

    @Test
    void itemsAreCounted() {
        assertThat(Numbering.of("1. a\n1. b\n1. c\n")).isEqualTo("1. a\n2. b\n3. c\n");
    }

    @Test
    void aParagraphOrAHeadingBeginsAnotherList() {
        assertThat(Numbering.of("1. a\n1. b\n\nText\n\n1. c\n# Heading\n1. d\n"))
                .isEqualTo("1. a\n2. b\n\nText\n\n1. c\n# Heading\n1. d\n");
        assertThat(Numbering.of("1. a\n- b\n1. c\n")).isEqualTo("1. a\n- b\n1. c\n");
    }

    @Test
    void anItemGoesOnBelowItself() {
        assertThat(Numbering.of("1. a\n   more\n\n   still a\n\n1. b\nlazily b\n1. c\n"))
                .isEqualTo("1. a\n   more\n\n   still a\n\n2. b\nlazily b\n3. c\n");
        assertThat(Numbering.of("1. a\n\n   ```sh\n1. not an item\n\nx\n   ```\n1. b\n"))
                .isEqualTo("1. a\n\n   ```sh\n1. not an item\n\nx\n   ```\n2. b\n");
        assertThat(Numbering.of("1. a\n   - x\n   - y\n1. b\n")).isEqualTo("1. a\n   - x\n   - y\n2. b\n");
    }

    @Test
    void nestedListsHaveTheirOwnCount() {
        assertThat(Numbering.of("1. a\n\n   1. x\n   1. y\n1. b\n   1. z\n1. c\n"))
                .isEqualTo("1. a\n\n   1. x\n   2. y\n2. b\n   1. z\n3. c\n");
    }

    @Test
    void whatBelongsToAnItemWithTwoDigitsMovesWithItsText() {
        String page = "1. x\n".repeat(9) + "1. ten\n   more\n\n   1. nested\n1. eleven\n";

        assertThat(Numbering.of(page)).endsWith("10. ten\n    more\n\n    1. nested\n11. eleven\n");
    }

    @Test
    void codeIsLeftAlone() {
        assertThat(Numbering.of("1. a\n\n```\n1. x\n1. y\n```\n\n1. b\n"))
                .isEqualTo("1. a\n\n```\n1. x\n1. y\n```\n\n1. b\n");
    }
}
