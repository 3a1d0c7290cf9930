package io.ehloscope.scan;

import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The targets that have no result yet, and those of them that are at work. Gives each its one result. Not thread-safe. */
final class OpenTargets {

    private final ResultAssembler assembler;
    private final ScanObserver observer;
    private final Consumer<TargetResult> results;
    private final Set<TargetProbe> open = new LinkedHashSet<>();
    private int resting;
    private int count;

    /** So many targets, none begun. */
    OpenTargets(int count, ResultAssembler assembler, ScanObserver observer, Consumer<TargetResult> results) {
        this.count = count;
        this.assembler = assembler;
        this.observer = observer;
        this.results = results;
    }

    void begin(TargetProbe probe) {
        open.add(probe);
    }

    /** How many are begun and do not wait for another round. */
    int atWork() {
        return open.size() - resting;
    }

    /** A strand of it waits for another round. */
    void rests(TargetProbe probe) {
        resting += probe.rests() ? 1 : 0;
    }

    /** A strand of it has waited. */
    void wakes(TargetProbe probe) {
        resting -= probe.wakes() ? 1 : 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** It was looked at to the end. */
    void finish(TargetProbe probe, long now) {
        open.remove(probe);
        count--;
        results.accept(assembler.result(probe, now));
    }

    /** Gives all that are left a result, as they are. */
    void giveUp(Supplier<@Nullable Target> neverBegun, long now) {
        closeAll();
        for (TargetProbe probe : open) {
            count--;
            results.accept(assembler.cutShort(probe, now));
        }
        open.clear();
        for (Target target = neverBegun.get(); target != null; target = neverBegun.get()) {
            count--;
            results.accept(assembler.skipped(target));
        }
    }

    /** Closes every connection. */
    void closeAll() {
        for (TargetProbe probe : open) {
            for (long i = probe.cancel(); i > 0; i--) {
                observer.dialogueCut();
            }
        }
    }
}
