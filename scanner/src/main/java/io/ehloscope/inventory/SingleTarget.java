package io.ehloscope.inventory;

import io.ehloscope.plan.Target;
import io.ehloscope.yaml.ConfigException;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that is named outside an inventory, such as in a request, with the settings that an inventory has by default. */
public final class SingleTarget {

    private SingleTarget() {}

    /**
     * The target of a host name or an address, with or without a port, as an inventory would read it.
     *
     * @param site the site that it is shown under
     * @return null where the text names something else than one server: a range, a block, {@code mx:} or a file
     * @throws ConfigException where the text names nothing that can exist
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
