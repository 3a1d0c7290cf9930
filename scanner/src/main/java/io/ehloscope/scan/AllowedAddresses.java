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
 * The addresses of a name, without those that the inventory excludes, or that its source address cannot reach.
 *
 * @param addresses those to connect to, in order; none if all are refused
 * @param refused the others, in order
 * @param reasons why, each once
 */
record AllowedAddresses(List<InetAddress> addresses, List<InetAddress> refused, Set<String> reasons) {

    /** The most addresses that a sentence names; DNS can return many. */
    private static final int SHOWN = 5;

    /** Divides the addresses that DNS has for a target. */
    static AllowedAddresses of(List<InetAddress> found, Plan plan, Target target) {
        List<InetAddress> allowed = new ArrayList<>();
        List<InetAddress> refused = new ArrayList<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (InetAddress address : found) {
            String reason = plan.refusal(target, address);
            if (reason == null) {
                allowed.add(address);
            } else {
                refused.add(address);
                reasons.add(reason);
            }
        }
        return new AllowedAddresses(allowed, refused, reasons);
    }

    /** Names the refused addresses: {@code excluded: 10.9.0.0/16 (address 10.9.0.1)}. */
    String inWords() {
        List<String> shown = refused.stream()
                .limit(SHOWN)
                .map(each -> Wording.address(new InetSocketAddress(each, 0)))
                .toList();
        int more = refused.size() - shown.size();
        return String.join(", ", reasons)
                + (refused.size() == 1 ? " (address " : " (addresses ")
                + String.join(", ", shown)
                + (more > 0 ? " and " + more + " more)" : ")");
    }
}
