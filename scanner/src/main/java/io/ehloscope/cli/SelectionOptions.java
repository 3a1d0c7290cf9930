package io.ehloscope.cli;

import io.ehloscope.plan.Limits;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.TargetSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a part of an inventory and limit the concurrency. */
final class SelectionOptions {

    @Option(names = "--site", paramLabel = "GLOB", description = "Only sites whose name matches; can be repeated.")
    private List<String> sites = List.of();

    @Option(
            names = "--target",
            paramLabel = "GLOB",
            description = "Only targets whose host or host:port matches; can be repeated.")
    private List<String> targets = List.of();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "The maximum number of dialogues in flight; overrides the inventory's limits.concurrency.")
    private @Nullable Integer concurrency;

    /** Whether the options select a part of the inventory. */
    boolean isPart() {
        return !sites.isEmpty() || !targets.isEmpty();
    }

    /** Returns the selected part of the plan, with the concurrency of the options. */
    Plan narrow(Plan plan) {
        Plan selected = new TargetSelector(sites, targets).of(plan);
        if (concurrency == null) {
            return selected;
        }
        if (concurrency < 1 || concurrency > 100_000) {
            throw CommandException.usage("--concurrency " + concurrency + ": use a number from 1 to 100000");
        }
        Limits limits = plan.limits();
        return selected.withLimits(new Limits(
                concurrency,
                Math.min(limits.perSite(), concurrency),
                limits.perAddress(),
                limits.connectsPerSecond(),
                limits.perAddressGap()));
    }
}
