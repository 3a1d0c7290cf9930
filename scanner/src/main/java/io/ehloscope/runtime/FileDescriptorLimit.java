package io.ehloscope.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ehloscope.plan.Plan;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks ahead: a dialogue needs a file descriptor, and a shortage of them must not look like a fault of servers. A scan that
 * has too few is made slower rather than refused: its results are the same.
 *
 * @param limit how many files this process may open. On Linux the JVM has raised its soft limit to the hard one by then
 *     ({@code -XX:-MaxFDLimit} keeps it from that), so this is what is really in force
 * @param open how many are open already
 */
public record FileDescriptorLimit(long limit, long open) {

    private static final Logger LOG = LoggerFactory.getLogger(FileDescriptorLimit.class);

    /** Event loops, name servers asked by TCP, listeners, scrapes, the report: no more than this is opened besides. */
    private static final long MOST_RESERVED = 64;

    private static final long LEAST_RESERVED = 32;

    /** What is in force for this process; without bounds where the system does not tell. */
    public static FileDescriptorLimit ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new FileDescriptorLimit(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : new FileDescriptorLimit(Integer.MAX_VALUE, 0);
    }

    /** The plan with no more dialogues at once than there are descriptors for; where that is fewer, it is said. */
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

    /** How many dialogues can be had at once. */
    int dialogues() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit - own()));
    }

    /** What is in force, whether it is enough for the plan, and what to do where it is not. */
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
