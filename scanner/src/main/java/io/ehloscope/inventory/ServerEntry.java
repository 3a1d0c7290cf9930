package io.ehloscope.inventory;

import io.ehloscope.plan.Settings;
import io.ehloscope.yaml.Location;
import java.util.Map;

/**
 * One entry of a site's servers; it names one host or many.
 *
 * @param hosts the hosts that it names
 * @param port the port of each host
 * @param labels the free labels of site and server
 * @param settings how each host is probed and classified
 * @param file the file that contains the entry: the inventory, or a list of hosts that it names
 * @param location the location in that file
 */
public record ServerEntry(
        HostPattern hosts, int port, Map<String, String> labels, Settings settings, String file, Location location) {

    /** Copies the labels. */
    public ServerEntry {
        labels = Map.copyOf(labels);
    }
}
