package io.ehloscope.daemon;

import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.Inventory;
import io.ehloscope.inventory.Planner;
import io.ehloscope.plan.Plan;
import io.ehloscope.service.FileWatch;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Reads the plan of a service from an inventory file, at startup and at each reload. */
public final class InventorySource implements PlanSource {

    private final Inventories inventories;
    private final Path file;
    private final UnaryOperator<Plan> selection;
    private final FileWatch watch;
    private volatile Set<Path> files;
    private volatile String text = "";

    /**
     * Creates a source; {@link #first} reads the inventory.
     *
     * @param file the inventory; {@code -} is standard input, which can be read only once
     * @param selection selects the part of the plan that the service scans
     */
    public InventorySource(Inventories inventories, Path file, UnaryOperator<Plan> selection) {
        this.inventories = inventories;
        this.file = file;
        this.selection = selection;
        this.files = Set.of(file);
        this.watch = new FileWatch(() -> files);
    }

    /**
     * Reads the inventory for the first time.
     *
     * @throws ConfigException if the inventory has problems
     */
    public Plan first() {
        return Inventories.isStdin(file) ? planned(inventories.read(file)) : watch.reading(this::read);
    }

    @Override
    public Plan reread() {
        if (Inventories.isStdin(file)) {
            throw new ConfigException(List.of(new Problem(
                    "stdin",
                    null,
                    "this inventory cannot be read a second time",
                    "start serve with the name of a file")));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ConfigException(List.of(
                    new Problem(file.toString(), null, "this is not a regular file", "replace it with a file")));
        }
        return watch.reading(this::read);
    }

    private Plan read() {
        try {
            Inventory inventory = inventories.read(file);
            files = Stream.concat(
                            Stream.of(file),
                            inventory.sites().stream()
                                    .flatMap(site -> site.servers().stream())
                                    .map(entry -> Path.of(entry.file()))
                                    .distinct())
                    .collect(Collectors.toUnmodifiableSet());
            return planned(inventory);
        } catch (ConfigException e) {
            // Also watch a host list with problems, so that fixing it triggers a reload.
            files = Stream.concat(files.stream(), e.files().stream().map(Path::of))
                    .collect(Collectors.toUnmodifiableSet());
            throw e;
        }
    }

    private Plan planned(Inventory inventory) {
        Plan plan = selection.apply(Planner.plan(inventory));
        text = inventory.text();
        return plan;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Flux<Boolean> changes(Scheduler scheduler) {
        return Inventories.isStdin(file) ? Flux.never() : watch.changes(scheduler);
    }
}
