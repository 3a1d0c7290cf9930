package io.ehloscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ehloscope.plan.Plan;
import io.ehloscope.runtime.RuntimeLimits;
import io.ehloscope.scan.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RuntimeOptionsTest {

    private final Plan plan = SampleResults.scan().plan();

    @Test
    void noOptionsKeepTheLimitsOfTheInventory() {
        RuntimeLimits limits = read();
        assertThat(limits.eventLoops()).isGreaterThanOrEqualTo(2);
        assertThat(limits.fitting(plan)).isSameAs(plan);
    }

    @Test
    void maxConnectionsLimitsConcurrency() {
        RuntimeLimits limits = read("--runtime.event-loops=1", "--runtime.max-connections=20");
        assertThat(limits).isEqualTo(new RuntimeLimits(1, 20));
        assertThat(limits.fitting(plan).limits().concurrency()).isEqualTo(20);
        assertThat(limits.fitting(plan).targets()).isEqualTo(plan.targets());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--runtime.event-loops=0",
                "--runtime.event-loops=257",
                "--runtime.max-connections=-5",
                "--runtime.max-connections=100001"
            })
    void outOfRangeValueIsRejectedWithTheRange(String option) {
        assertThatThrownBy(() -> read(option))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(option.replace('=', ' ') + ": use a number from 1 to ");
    }

    private static RuntimeLimits read(String... arguments) {
        RuntimeOptions options = new RuntimeOptions();
        new CommandLine(new Holder(options)).parseArgs(arguments);
        return options.limits();
    }

    /** A command with only these options. */
    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        private final RuntimeOptions runtime;

        Holder(RuntimeOptions runtime) {
            this.runtime = runtime;
        }
    }
}
