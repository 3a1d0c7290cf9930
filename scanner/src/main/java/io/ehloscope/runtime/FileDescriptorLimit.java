package io.ehloscope.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ehloscope.plan.Plan;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the concurrency of a scan to the available file descriptors: a dialogue needs one, and a shortage must not
 * look like a fault of servers. A scan with too few descriptors runs slower, with the same results.
 *
 * @param limit how many files this process may open. On Linux, the JVM raises its soft limit to the hard limit at
 *     startup (unless it runs with {@code -XX:-MaxFDLimit}), so this is the effective limit
 * @param open how many files are already open
 */
public record FileDescriptorLimit(long limit, long open) {

    private static final Logger LOG = LoggerFactory.getLogger(FileDescriptorLimit.class);

    /** The maximum for everything else: event loops, DNS over TCP, listeners, scrapes, the report. */
    private static final long MOST_RESERVED = 64;

    private static final long LEAST_RESERVED = 32;

    /** Returns the limit of this process; effectively unlimited if the system does not report one. */
    public static FileDescriptorLimit ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new FileDescriptorLimit(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : new FileDescriptorLimit(Integer.MAX_VALUE, 0);
    }

    /** Returns the plan with its concurrency reduced to the available descriptors; logs a warning if it reduces it. */
    public static Plan fitting(Plan plan) {
        FileDescriptorLimit here = ofThisProcess();
        if (here.suffice(plan)) {
            return plan;
        }
        LOG.atWarn()
                .addKeyValue("concurrency", plan.limits().concurrency())
                .addKeyValue("open_files_limit", here.limit())
                .log(here.sentence(plan));
        return plan.withLimits(plan.limits().withConcurrency(here.dialogues()));
    }

    /** Returns the number of concurrent dialogues that the limit allows, at least 1. */
    int dialogues() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit - own()));
    }

    /** Returns a sentence with the limit, whether it suffices for the plan, and the remedy if it does not. */
    public String sentence(Plan plan) {
        String may = "this process can open " + grouped(limit) + " files (ulimit -n)";
        int wanted = wanted(plan);
        if (suffice(plan)) {
            return may + ": enough for " + grouped(wanted) + (wanted == 1 ? " dialogue" : " dialogues at once");
        }
        long enough = Long.highestOneBit(wanted + open + MOST_RESERVED) * 2;
        return may + ", so it runs " + grouped(dialogues()) + " dialogues at once instead of " + grouped(wanted)
                + ": slower, with the same results. Raise the hard limit to " + enough + " (ulimit -n " + enough
                + ", LimitNOFILE=" + enough + " in a systemd unit)";
    }

    private boolean suffice(Plan plan) {
        return wanted(plan) <= dialogues();
    }

    private long own() {
        return open + Math.max(LEAST_RESERVED, Math.min(MOST_RESERVED, limit / 4));
    }

    private static int wanted(Plan plan) {
        return Math.min(plan.limits().concurrency(), plan.targets().size());
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
