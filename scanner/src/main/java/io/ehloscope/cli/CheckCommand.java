package io.ehloscope.cli;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.daemon.SourcedPlan;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.InventorySchema;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.PlanDescription;
import io.ehloscope.runtime.ExitCode;
import io.ehloscope.runtime.FileDescriptorLimit;
import io.ehloscope.runtime.LocalAddresses;
import io.ehloscope.time.TimeSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check INVENTORY}: prints every problem of an inventory, or its plan. */
@Command(name = "check", description = "Validate an inventory and print the plan, without connecting to any server.")
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "INVENTORY", arity = "0..1", description = "The YAML inventory; - reads it from stdin.")
    private @Nullable Path inventory;

    @Option(names = "--schema", description = "Print only the JSON Schema of inventories, for editors.")
    private boolean schema;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Override
    public Integer call() {
        if (schema) {
            System.out.print(InventorySchema.text());
            return ExitCode.CLEAN.code();
        }
        if (inventory == null) {
            throw CommandException.usage("check needs an INVENTORY; - reads it from stdin");
        }
        Plan plan = selection.narrow(SourcedPlan.of(new Inventories(Catalogue.load()), inventory));
        String files = FileDescriptorLimit.ofThisProcess().sentence(plan);
        System.out.print(PlanDescription.of(plan, TimeSource.system().clock().instant(), files));
        LocalAddresses.missing(plan)
                .forEach(each -> System.out.println(
                        "warning     source_address " + each + " is not an address of this machine"));
        return ExitCode.CLEAN.code();
    }
}
