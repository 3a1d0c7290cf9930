package io.ehloscope.inventory;

import io.ehloscope.plan.Settings;
import io.ehloscope.yaml.Location;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a site's servers; it names one host or many.
 *
 * @param hosts the hosts that it names
 * @param port the port of each host
 * @param labels the free labels of site and server
 * @param settings how each host is probed and classified
 * @param site the site that the entry itself names; null for the site in which it is listed
 * @param file the file that contains the entry: the inventory, or a list of hosts that it names
 * @param location the location in that file
 */
public record ServerEntry(
        HostPattern hosts,
        int port,
        Map<String, String> labels,
        Settings settings,
        @Nullable String site,
        String file,
        Location location) {

    /** This entry in another site than the one in which it is listed. */
    ServerEntry inSite(String other) {
        return new ServerEntry(hosts, port, labels, settings, other, file, location);
    }

    /** Copies the labels. */
    public ServerEntry {
        labels = Map.copyOf(labels);
    }
}
