package io.ehloscope.inventory;

import io.ehloscope.yaml.Problem;
import io.ehloscope.yaml.Problems;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the targets of an inventory and finds duplicates. */
final class DuplicateCheck {

    private final Problems problems;
    private final Map<Integer, Map<String, ServerEntry>> seen = new HashMap<>();
    private long counted;

    DuplicateCheck(Problems problems) {
        this.problems = problems;
    }

    /** Adds the targets of one entry. */
    void add(ServerEntry entry) {
        long before = counted;
        counted = Math.addExact(before, Math.min(entry.hosts().size(), Integer.MAX_VALUE));
        if (counted > Inventory.MOST_TARGETS) {
            if (before <= Inventory.MOST_TARGETS) {
                report(entry, "more than 1,000,000 targets up to here", "split the inventory, or narrow this entry");
            }
            return;
        }
        rejectDuplicates(entry);
    }

    /** The number of targets of all entries so far; invalid entries are not added. */
    long counted() {
        return counted;
    }

    private void rejectDuplicates(ServerEntry entry) {
        String prefix = entry.hosts() instanceof HostPattern.MxHosts ? "mx:" : "";
        Map<String, ServerEntry> onPort = seen.computeIfAbsent(entry.port(), port -> new HashMap<>());
        @Nullable String first = null;
        int more = 0;
        for (String host : entry.hosts().hosts()) {
            String name = prefix.isEmpty() ? host : prefix + host;
            ServerEntry other = onPort.putIfAbsent(name, entry);
            if (other != null && first == null) {
                first = quoted(id(name, entry), entry) + " is listed twice; first in " + locationOf(other, entry);
            } else if (other != null) {
                more++;
            }
        }
        if (first != null) {
            report(entry, first, more == 0 ? null : "and " + more + " more of this entry");
        }
    }

    private void report(ServerEntry entry, String sentence, @Nullable String suggestion) {
        problems.add(new Problem(entry.file(), entry.location(), sentence, suggestion));
    }

    private String quoted(String id, ServerEntry entry) {
        if (entry.file().equals(problems.file())) {
            return problems.quoted(id);
        }
        return ListedText.isLikeHost(id) ? ListedText.quoted(id) : ListedText.withheld(id);
    }

    private static String id(String name, ServerEntry entry) {
        boolean v6 = !(entry.hosts() instanceof HostPattern.MxHosts) && name.indexOf(':') >= 0;
        return (v6 ? "[" + name + "]" : name) + ":" + entry.port();
    }

    private static String locationOf(ServerEntry first, ServerEntry again) {
        String line = NamedServers.place(first.file(), first.location());
        return first.file().equals(again.file()) ? line : first.file() + " " + line;
    }
}
