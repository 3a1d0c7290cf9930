package io.ehloscope.cli;

import io.ehloscope.evidence.Failure;
import io.ehloscope.plan.Plan;
import io.ehloscope.plan.Target;
import io.ehloscope.scan.ResolvedPlan;
import io.ehloscope.text.Spelling;
import io.ehloscope.yaml.ValueType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The target of an inventory that an argument names, by its id, or by its host alone if that is unambiguous.
 *
 * @param fleet the plan of the inventory
 * @param name the argument
 * @param parsed the server that the argument names, with the default port if it has none
 */
record InventoryMember(Plan fleet, String name, Target parsed) {

    /** Returns the target in this plan; null if it is not there. Rejects the name of several targets. */
    @Nullable
    Target in(Plan plan) {
        List<Target> hosts = plan.targets().stream()
                .filter(each -> each.kind() != Target.Kind.MX)
                .filter(each -> each.host().equals(parsed.host()))
                .toList();
        if (hasPort()) {
            return hosts.stream()
                    .filter(each -> each.port() == parsed.port())
                    .findFirst()
                    .orElse(null);
        }
        if (hosts.size() > 1) {
            throw CommandException.usage(ValueType.quoted(name) + " is several targets of " + fleet.source()
                    + "; name one with its port: "
                    + hosts.stream()
                            .map(each -> each.id() + " (site " + ValueType.quoted(each.site()) + ")")
                            .collect(Collectors.joining(", ")));
        }
        return hosts.isEmpty() ? null : hosts.get(0);
    }

    /** Returns a sentence on why the target is not found, with the nearest one. */
    String absence(ResolvedPlan hosts) {
        Set<String> known = new LinkedHashSet<>();
        Stream.concat(fleet.targets().stream(), hosts.plan().targets().stream())
                .filter(each -> each.kind() != Target.Kind.MX)
                .forEach(each -> {
                    known.add(each.id());
                    known.add(each.host());
                });
        String nearest = Spelling.nearest(name, known);
        Failure failure = hosts.failures().values().stream().findFirst().orElse(null);
        return ValueType.quoted(name) + " is not a target of " + fleet.source()
                + (failure == null ? "" : "; some MX hosts are unknown: " + failure.detail())
                + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?")
                + " (without --inventory, probe accepts any server)";
    }

    private boolean hasPort() {
        boolean bareIpv6 = name.indexOf(':') != name.lastIndexOf(':') && name.indexOf(']') < 0;
        return !bareIpv6 && name.endsWith(":" + parsed.port());
    }
}
