package io.ehloscope.scan;

import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.text.Wording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses of a name, without those that the inventory excludes.
 *
 * @param addresses those to connect to, in order; none if all are excluded
 * @param excluded those that are excluded, in order
 * @param entries the entries of the inventory that exclude them, as it writes them, each once
 */
record AllowedAddresses(List<InetAddress> addresses, List<InetAddress> excluded, Set<String> entries) {

    /** The most addresses that a sentence names; DNS can return many. */
    private static final int SHOWN = 5;

    /** Divides the addresses that DNS has for a target. */
    static AllowedAddresses of(List<InetAddress> found, Plan plan, Target target) {
        List<InetAddress> allowed = new ArrayList<>();
        List<InetAddress> excluded = new ArrayList<>();
        Set<String> entries = new LinkedHashSet<>();
        for (InetAddress address : found) {
            String entry = plan.exclude().entryFor(target, address);
            if (entry == null) {
                allowed.add(address);
            } else {
                excluded.add(address);
                entries.add(entry);
            }
        }
        return new AllowedAddresses(allowed, excluded, entries);
    }

    /** Names the excluded addresses: {@code excluded: 10.9.0.0/16 (address 10.9.0.1)}. */
    String inWords() {
        List<String> shown = excluded.stream()
                .limit(SHOWN)
                .map(each -> Wording.address(new InetSocketAddress(each, 0)))
                .toList();
        int more = excluded.size() - shown.size();
        return "excluded: " + String.join(", ", entries)
                + (excluded.size() == 1 ? " (address " : " (addresses ")
                + String.join(", ", shown)
                + (more > 0 ? " and " + more + " more)" : ")");
    }
}
