package io.ehloscope.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ehloscope.plan.Plan;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks ahead: a dialogue needs a file descriptor, and a shortage of them must not look like a fault of servers. */
final class Descriptors {

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    /** What the program itself needs: jars, event loops, listeners, scrapes. */
    private static final int OWN = 128;

    private Descriptors() {}

    /** The plan with no more dialogues at once than this process may have descriptors for. */
    static Plan fitting(Plan plan) {
        int wanted = Math.min(plan.limits().concurrency(), plan.targets().size());
        long allowed = limit() - OWN;
        if (wanted <= allowed) {
            return plan;
        }
        int fits = (int) Math.max(1, allowed);
        LOG.atWarn()
                .addKeyValue("concurrency", plan.limits().concurrency())
                .addKeyValue("open_files_limit", limit())
                .log("concurrency is lowered to " + fits + ": this process may open " + limit()
                        + " files; raise it with ulimit -n");
        return plan.withLimits(plan.limits().withConcurrency(fits));
    }

    private static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }
}
