package io.ehloscope.scan;

import io.ehloscope.plan.Target;
import io.ehloscope.result.TargetResult;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The targets that have no result yet. Gives each of them exactly one result. Not thread-safe. */
final class OpenTargets {

    private final ResultAssembler assembler;
    private final Consumer<TargetResult> results;
    private final Set<TargetProbe> open = new LinkedHashSet<>();
    private int resting;
    private int count;

    /**
     * Targets none of which has begun.
     *
     * @param count how many there are
     * @param results receives the results
     */
    OpenTargets(int count, ResultAssembler assembler, Consumer<TargetResult> results) {
        this.count = count;
        this.assembler = assembler;
        this.results = results;
    }

    void begin(TargetProbe probe) {
        open.add(probe);
    }

    /** How many have begun and do not wait for another round. */
    int atWork() {
        return open.size() - resting;
    }

    /** One of its chains waits for another round. */
    void rests(TargetProbe probe) {
        resting += probe.rests() ? 1 : 0;
    }

    /** One of its chains no longer waits for another round. */
    void wakes(TargetProbe probe) {
        resting -= probe.wakes() ? 1 : 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Gives the result of a target that needs no further attempt. */
    void finish(TargetProbe probe, long now) {
        open.remove(probe);
        count--;
        results.accept(assembler.result(probe, now));
    }

    /**
     * Gives a result to all targets that have none, from what is observed so far.
     *
     * @param neverBegun removes and returns a target that has not begun; null if there is none
     */
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
        open.forEach(TargetProbe::cancel);
    }
}
