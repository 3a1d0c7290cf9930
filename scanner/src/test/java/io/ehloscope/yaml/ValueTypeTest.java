package io.ehloscope.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTypeTest {

    private final Problems problems = new Problems("f");

    @Test
    void integerOutsideItsBoundsIsAProblem() {
        ValueType<Integer> form = ValueType.integer(-5, 5);

        assertThat(form.read(scalar("-5"), "n", problems)).isEqualTo(-5);
        assertThat(form.read(scalar("6"), "n", problems)).isNull();
        assertThat(form.read(scalar("99999999999999999999"), "n", problems)).isNull();
        assertThat(form.read(scalar("0x1"), "n", problems)).isNull();
        assertThat(problems.list()).hasSize(3);
    }

    @Test
    void aDecimalIsReadInPlainNotation() {
        ValueType<Double> form = ValueType.decimal(0, 1);

        assertThat(form.read(scalar("0.25"), "n", problems)).isEqualTo(0.25);
        assertThat(form.read(scalar("1"), "n", problems)).isEqualTo(1);
        assertThat(form.read(scalar("1e-1"), "n", problems)).isNull();
        assertThat(form.read(scalar("NaN"), "n", problems)).isNull();
        assertThat(form.read(scalar("1.01"), "n", problems)).isNull();
        assertThat(form.type()).isEqualTo("number, 0 to 1");
    }

    @Test
    void dateIsACalendarDate() {
        ValueType<LocalDate> form = ValueType.date();

        assertThat(form.read(scalar("2027-01-31"), "n", problems)).isEqualTo(LocalDate.of(2027, 1, 31));
        assertThat(form.read(scalar("2028-02-29"), "n", problems)).isEqualTo(LocalDate.of(2028, 2, 29));
        for (String bad : List.of("2027-02-29", "2027-13-01", "2027-1-31", "31.01.2027", "+12027-01-31", "tomorrow")) {
            assertThat(form.read(scalar(bad), "n", problems)).as(bad).isNull();
        }
        assertThat(problems.list()).hasSize(6);
    }

    @Test
    void validItemsOfAListAreKept() {
        Node list = new Node.Sequence(List.of(scalar("1"), scalar("x"), scalar("3")), Location.START);

        assertThat(ValueType.listOf(ValueType.integer(1, 9)).read(list, "n", problems))
                .containsExactly(1, 3);
        assertThat(problems.list()).hasSize(1);
    }

    @Test
    void quotedTextIsEscapedAndCut() {
        assertThat(ValueType.quoted("a\u001b[31m")).isEqualTo("\"a\\x1b[31m\"");
        assertThat(ValueType.quoted("x".repeat(500))).hasSizeLessThan(90);
    }

    @Test
    void problemsOfOtherFilesComeLast() {
        problems.add(new Problem("other", new Location(1, 1), "first", null));
        problems.add(new Location(9, 1), "second");
        problems.add(new Location(2, 1), "third");

        assertThat(problems.list().stream().map(Problem::sentence)).containsExactly("third", "second", "first");
    }

    private static Node.Scalar scalar(String text) {
        return new Node.Scalar(text, false, Location.START);
    }
}
