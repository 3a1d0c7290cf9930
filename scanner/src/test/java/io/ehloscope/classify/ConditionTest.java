package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of a fingerprint's condition that compare the order of verbs. */
class ConditionTest {

    @ParameterizedTest
    @CsvSource({
        "'SIZE,DSN,HELP', true",
        "'size,help', true",
        "'SIZE,SIZE,DSN', true",
        "'XFOO,SIZE,XBAR,DSN', true",
        "'DSN,SIZE', false",
        "'HELP,SIZE', false",
        "'SIZE,HELP,DSN', false",
        "'SIZE,HELP,XFOO,DSN', false"
    })
    void listedVerbsMustComeInTheOrderOfTheCondition(String verbs, boolean holds) {
        assertThat(holds(List.of(), List.of("size", "dsn", "help"), verbs)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "'SIZE,DSN', true",
        "'XFOO,size,dsn,HELP', true",
        "'SIZE,XFOO,DSN', false",
        "'DSN,SIZE', false",
        "HELP, false"
    })
    void runMustBeOfferedWithoutAGap(String verbs, boolean holds) {
        assertThat(holds(List.of(List.of("size", "dsn")), List.of(), verbs)).isEqualTo(holds);
    }

    private static boolean holds(List<List<String>> inOrder, List<String> sorted, String verbs) {
        return new Condition(null, null, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), inOrder, sorted, null, false)
                .holds(null, Replies.ehlo(verbs.split(",")));
    }
}
