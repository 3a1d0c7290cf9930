package io.ehloscope.inventory;

import java.util.List;

/**
 * A group of servers.
 *
 * @param name unique in the inventory
 * @param servers the entries, in the order of the file
 */
public record Site(String name, List<ServerEntry> servers) {

    /** Copies the list. */
    public Site {
        servers = List.copyOf(servers);
    }
}
