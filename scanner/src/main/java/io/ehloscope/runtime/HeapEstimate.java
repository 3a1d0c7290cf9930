package io.ehloscope.runtime;

import io.ehloscope.plan.Plan;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates the heap that a fleet needs: the snapshot of a fleet is in memory, and a service whose heap is too small
 * for it ends in the middle of a scan. The estimate is based on measurements (docs/performance.md), and rather too high
 * than too low.
 *
 * @param most the maximum heap size of this process in bytes
 */
public record HeapEstimate(long most) {

    private static final Logger LOG = LoggerFactory.getLogger(HeapEstimate.class);
    private static final long MEBI = 1024L * 1024;

    /** The program itself, dialogues in flight, pages and scrapes. */
    private static final long PROGRAM = 40 * MEBI;

    /**
     * The target in the plan, its results in the current and in the next snapshot, and headroom for garbage collection.
     */
    private static final long TARGET = 3_584;

    /** Returns the estimate for the heap of this process. */
    static HeapEstimate ofThisProcess() {
        return new HeapEstimate(Runtime.getRuntime().maxMemory());
    }

    /** Returns the plan unchanged; logs a warning with the figures if its fleet may not fit into the heap. */
    public static Plan warned(Plan plan) {
        HeapEstimate here = ofThisProcess();
        int targets = plan.targets().size();
        if (!here.suffices(targets)) {
            LOG.atWarn()
                    .addKeyValue("targets", targets)
                    .addKeyValue("heap_needed_mib", here.mebibytes(targets))
                    .addKeyValue("heap_max_mib", here.most / MEBI)
                    .log(here.sentence(targets));
        }
        return plan;
    }

    /** Whether this many targets fit. */
    boolean suffices(int targets) {
        return needed(targets) <= most;
    }

    /** Returns a sentence with the needed heap, the maximum heap, and the remedy. */
    String sentence(int targets) {
        return String.format(
                Locale.ROOT,
                "%,d targets need a heap of about %,d MiB, and the JVM may use %,d MiB: raise it with -Xmx%dm in"
                        + " JAVA_OPTS, or the service will end when memory runs out",
                targets,
                mebibytes(targets),
                most / MEBI,
                mebibytes(targets));
    }

    /** Returns the heap that this many targets need, in MiB, rounded up. */
    long mebibytes(int targets) {
        return (needed(targets) + MEBI - 1) / MEBI;
    }

    private static long needed(int targets) {
        return PROGRAM + targets * TARGET;
    }
}
