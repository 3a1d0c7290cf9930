package io.ehloscope.scan;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Answered;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Reason;
import io.ehloscope.evidence.Stage;
import io.ehloscope.text.Wording;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a chain that could not be connected to when they were last tried. Immutable.
 *
 * @param failures the last failure of each, by its index in the chain
 */
record UnconnectedAddresses(SortedMap<Integer, Failure> failures) {

    /** No address failed. */
    static final UnconnectedAddresses NONE = new UnconnectedAddresses(Collections.emptySortedMap());

    /** The most addresses that a sentence names; DNS can return hundreds. */
    private static final int SHOWN = 5;

    /**
     * After an attempt at an address.
     *
     * @param failure why it could not be connected to; null if it was connected to. A shortage on the scanner's own
     *     machine says nothing about the address
     */
    UnconnectedAddresses with(int index, @Nullable Failure failure) {
        boolean failed = failure != null && failure.reason() != Reason.OVERLOADED;
        if (!failed && !failures.containsKey(index)) {
            return this;
        }
        SortedMap<Integer, Failure> all = new TreeMap<>(failures);
        if (failed) {
            all.put(index, failure);
        } else {
            all.remove(index);
        }
        return new UnconnectedAddresses(all);
    }

    /**
     * A sentence that names the addresses, apart from the reported one; null if there are none.
     *
     * @param addresses the addresses of the chain
     * @param reported the index of the address that the outcome is of
     * @param outcome the outcome that is reported
     */
    @Nullable
    String inWords(List<InetAddress> addresses, int reported, ProbeOutcome outcome) {
        List<String> others = new ArrayList<>();
        List<String> why = new ArrayList<>();
        failures.forEach((index, failure) -> {
            if (index != reported) {
                others.add(host(addresses.get(index)));
                why.add(failure.stage().label() + " " + failure.reason().label().replace('_', ' '));
            }
        });
        if (others.isEmpty()) {
            return null;
        }
        boolean noneConnected =
                outcome instanceof Failed failed && failed.failure().stage() == Stage.CONNECT;
        String either = noneConnected ? " did not answer either" : " did not answer";
        String failed = others.size() == 1
                ? others.get(0) + either + " (" + why.get(0) + ")"
                : others.size() + " other addresses" + either + ": " + listed(others, why);
        if (noneConnected) {
            return failed + ".";
        }
        String host = host(addresses.get(reported));
        return outcome instanceof Answered
                ? failed + "; " + host + " did."
                : failed + "; this result is that of " + host + ".";
    }

    private static String listed(List<String> hosts, List<String> why) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(SHOWN, hosts.size()); i++) {
            shown.add(hosts.get(i) + " (" + why.get(i) + ")");
        }
        int more = hosts.size() - SHOWN;
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String host(InetAddress address) {
        return Wording.address(new InetSocketAddress(address, 0));
    }
}
