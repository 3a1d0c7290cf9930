package io.ehloscope.daemon;

import io.ehloscope.discovery.HttpFetcher;
import io.ehloscope.discovery.SourceFiles;
import io.ehloscope.discovery.SourceRefresh;
import io.ehloscope.discovery.Sources;
import io.ehloscope.inventory.Inventories;
import io.ehloscope.inventory.Inventory;
import io.ehloscope.inventory.ListedSource;
import io.ehloscope.inventory.SourceSpec;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.SourceState;
import io.ehloscope.service.FileWatch;
import io.ehloscope.time.TimeSource;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reads the plan of a service from an inventory file, at startup and at each reload. */
public final class InventorySource implements PlanSource {

    private static final Logger LOG = LoggerFactory.getLogger(InventorySource.class);

    private final Inventories inventories;
    private final Path file;
    private final UnaryOperator<Plan> selection;
    private final FileWatch watch;
    private final FileWatch sourceWatch;
    private final Sources sources;
    private volatile Set<Path> files;
    private volatile @Nullable Inventory current;
    private volatile @Nullable Plan last;
    private volatile @Nullable SourceRefresh refresh;
    private volatile String text = "";

    /**
     * Creates a source; {@link #first} reads the inventory.
     *
     * @param file the inventory; {@code -} is standard input, which can be read only once
     * @param selection selects the part of the plan that the service scans
     * @param copies the folder for the last good copies of sources; null keeps them in memory only
     */
    public InventorySource(Inventories inventories, Path file, UnaryOperator<Plan> selection, @Nullable Path copies) {
        this.inventories = inventories;
        this.file = file;
        this.selection = selection;
        this.files = Set.of(file);
        this.watch = new FileWatch(() -> files);
        this.sources = new Sources(copies, TimeSource.system().clock());
        this.sourceWatch = FileWatch.ofMatches(this::sourceFiles);
    }

    /**
     * Reads the inventory for the first time.
     *
     * @throws ConfigException if the inventory has problems
     */
    public Plan first() {
        return Inventories.isStdin(file)
                ? sourceWatch.reading(() -> planned(inventories.read(file)))
                : watch.reading(() -> sourceWatch.reading(this::read));
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
        return watch.reading(() -> sourceWatch.reading(this::read));
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
        SourceRefresh running = refresh;
        if (running == null) {
            SourcedPlan.fetch(sources, inventory);
        } else {
            running.take(Objects.requireNonNull(
                    running.all(SourcedPlan.endpoints(inventory)).block()));
        }
        Plan plan = selection.apply(sources.plan(inventory));
        sources.forgetUnlisted();
        current = inventory;
        last = plan;
        text = inventory.text();
        return plan;
    }

    @Override
    public Flux<Plan> sourcePlans(HttpFetcher fetcher, TimeSource time, Scheduler reader) {
        SourceRefresh running =
                new SourceRefresh(sources, spec -> fetcher.fetch(spec, sources.etag(spec)), time, reader);
        refresh = running;
        return Flux.merge(sourceWatch.changes(reader), running.changes(this::endpoints))
                .onBackpressureLatest()
                .concatMap(change -> Mono.fromCallable(this::replanned).subscribeOn(reader), 1);
    }

    /** The plan of the current inventory with the sources as they are now; null if its targets are the same. */
    private @Nullable Plan replanned() {
        Inventory inventory = current;
        Plan before = last;
        if (inventory == null || before == null) {
            return null;
        }
        try {
            Plan plan = sourceWatch.reading(() -> selection.apply(sources.plan(inventory)));
            last = plan;
            boolean isSame =
                    plan.targets().equals(before.targets()) && plan.sites().equals(before.sites());
            return isSame ? null : plan;
        } catch (ConfigException e) {
            e.lines().forEach(each -> LOG.error("a changed source of targets cannot be planned: {}", each));
            return null;
        }
    }

    private List<SourceSpec.Http> endpoints() {
        Inventory inventory = current;
        return inventory == null ? List.of() : SourcedPlan.endpoints(inventory);
    }

    private Set<Path> sourceFiles() {
        Inventory inventory = current;
        return inventory == null
                ? Set.of()
                : inventory.sources().stream()
                        .map(ListedSource::spec)
                        .filter(SourceSpec.Files.class::isInstance)
                        .map(SourceSpec.Files.class::cast)
                        .flatMap(each -> SourceFiles.matching(each).stream())
                        .collect(Collectors.toSet());
    }

    @Override
    public List<SourceState> sources() {
        return sources.states();
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
