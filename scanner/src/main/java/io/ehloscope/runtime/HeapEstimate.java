package io.ehloscope.runtime;

import io.ehloscope.plan.Plan;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks ahead: what is known of a fleet is held in memory, and a service whose heap is too small for it ends in the middle
 * of a scan. How much a fleet takes is an estimate from measurements (docs/performance.md), rather too high than too low.
 *
 * @param most the bytes that the heap of this process may have
 */
public record HeapEstimate(long most) {

    private static final Logger LOG = LoggerFactory.getLogger(HeapEstimate.class);
    private static final long MEBI = 1024L * 1024;

    /** The program itself, dialogues in flight, pages and scrapes. */
    private static final long PROGRAM = 40 * MEBI;

    /** The target in the plan, its result in the snapshot that is shown and in the one that is being made, and room to collect. */
    private static final long TARGET = 3_584;

    /** What is in force for this process. */
    static HeapEstimate ofThisProcess() {
        return new HeapEstimate(Runtime.getRuntime().maxMemory());
    }

    /** The plan as it is; where its fleet may not fit into the heap, there is a warning with the figures. */
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

    /** Whether so many targets fit. */
    boolean suffices(int targets) {
        return needed(targets) <= most;
    }

    /** What so many targets need, what there is, and what to do about it. */
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

    /** What so many targets need, in whole MiB. */
    long mebibytes(int targets) {
        return (needed(targets) + MEBI - 1) / MEBI;
    }

    private static long needed(int targets) {
        return PROGRAM + targets * TARGET;
    }
}
