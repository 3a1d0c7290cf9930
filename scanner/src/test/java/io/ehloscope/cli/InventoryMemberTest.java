package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.inventory.SingleTarget;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Settings;
import io.ehloscope.plan.Target;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.scan.SampleResults;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The target of an inventory that an argument of {@code probe} names. */
class InventoryMemberTest {

    private static final Plan FLEET = Plan.of(
            "org.yml",
            "scanner.example.com",
            List.of(
                    SampleResults.target("mail1.example.com", 25, "emea", Map.of()),
                    SampleResults.target("mail1.example.com", 587, "apac", Map.of()),
                    SampleResults.target("mail2.example.com", 2525, "emea", Map.of()),
                    SampleResults.target("2001:db8::25", 465, "emea", Map.of()),
                    new Target(
                            "mx:example.com:25", "example.com", 25, Target.Kind.MX, "mx", Map.of(), Settings.DEFAULT)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail1.example.com:587  | mail1.example.com:587
            MAIL1.example.com:25   | mail1.example.com:25
            mail2.example.com      | mail2.example.com:2525
            mail2.example.com:2525 | mail2.example.com:2525
            mail2.example.com:25   |
            2001:db8::25           | [2001:db8::25]:465
            2001:DB8:0:0::25       | [2001:db8::25]:465
            [2001:db8::25]         | [2001:db8::25]:465
            [2001:db8::25]:465     | [2001:db8::25]:465
            [2001:db8::25]:25      |
            example.com            |
            mail3.example.com      |
            """)
    void isFoundByIdOrByHostAlone(String name, String id) {
        Target found = member(name).in(FLEET);

        assertThat(found == null ? null : found.id()).isEqualTo(id);
    }

    @Test
    void hostOfSeveralTargetsIsRejectedWithAllOfThem() {
        assertThatThrownBy(() -> member("mail1.example.com").in(FLEET))
                .isInstanceOf(CommandException.class)
                .hasMessage("\"mail1.example.com\" is several targets of org.yml; name one with its port:"
                        + " mail1.example.com:25 (site \"emea\"), mail1.example.com:587 (site \"apac\")");
    }

    @Test
    void absenceSuggestsTheNearestTarget() {
        assertThat(member("mial2.example.com").absence(new ResolvedPlan(FLEET, Map.of())))
                .isEqualTo("\"mial2.example.com\" is not a target of org.yml; did you mean \"mail2.example.com\"?"
                        + " (without --inventory, probe accepts any server)");
        Failure failure = Failure.of(Stage.DNS, Reason.TIMEOUT, "no name server answers");
        assertThat(member("other.test").absence(new ResolvedPlan(FLEET, Map.of("mx:example.com:25", failure))))
                .isEqualTo(
                        "\"other.test\" is not a target of org.yml; some MX hosts are unknown: no name server answers"
                                + " (without --inventory, probe accepts any server)");
    }

    private static InventoryMember member(String name) {
        return new InventoryMember(FLEET, name, Objects.requireNonNull(SingleTarget.parse(name, "probe")));
    }
}
