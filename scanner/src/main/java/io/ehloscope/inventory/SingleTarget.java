package io.ehloscope.inventory;

import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that is named outside of an inventory, such as in a request, with the default settings of an inventory. */
public final class SingleTarget {

    private SingleTarget() {}

    /**
     * The target of a host name or an address, with or without a port, in the syntax of an inventory.
     *
     * @param site the site of the target
     * @return the target; null if the text names something other than one server: a range, a block, {@code mx:} or a
     *     file
     * @throws ConfigException if the text is not a valid server
     */
    public static @Nullable Target parse(String text, String site) {
        if (text.startsWith(ServerReader.FILE)) {
            return null;
        }
        Problems problems = new Problems("target");
        ServerEntry entry = ServerReader.entry(
                new Node.Scalar(text, false, Location.START), InheritedSettings.DEFAULT, false, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        if (entry == null || entry.hosts().size() != 1 || entry.hosts() instanceof HostPattern.MxHosts) {
            return null;
        }
        return Planner.targets(site, List.of(entry)).get(0);
    }
}
