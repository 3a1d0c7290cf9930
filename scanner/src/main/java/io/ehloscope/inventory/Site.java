package io.ehloscope.inventory;

import java.util.List;

/**
 * Servers that belong together.
 *
 * @param name unique in the inventory
 * @param servers in the order of the file
 */
public record Site(String name, List<ServerEntry> servers) {

    /** Copies the list. */
    public Site {
        servers = List.copyOf(servers);
    }
}
