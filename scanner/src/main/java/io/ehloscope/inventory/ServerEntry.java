package io.ehloscope.inventory;

import io.ehloscope.plan.Settings;
import io.ehloscope.yaml.Location;
import java.util.Map;

/**
 * One entry of a site's servers; it names one host or many.
 *
 * @param hosts what it names
 * @param port of each of them
 * @param labels the free labels of site and server
 * @param settings how each of them is probed and judged
 * @param file where it is written: the inventory, or a list of hosts that it names
 * @param location where in that file
 */
public record ServerEntry(
        HostPattern hosts, int port, Map<String, String> labels, Settings settings, String file, Location location) {

    /** Copies the labels. */
    public ServerEntry {
        labels = Map.copyOf(labels);
    }
}
