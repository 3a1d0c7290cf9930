package io.ehloscope.inventory;

import io.ehloscope.plan.Exclusions;
import java.util.ArrayList;
import java.util.List;

/**
 * A group of servers.
 *
 * @param name unique in the inventory
 * @param servers the entries, in the order of the file
 * @param exclude what is never connected to for this site
 */
public record Site(String name, List<ServerEntry> servers, Exclusions exclude) {

    /** This site with more servers after its own. */
    Site with(List<ServerEntry> more) {
        List<ServerEntry> all = new ArrayList<>(servers);
        all.addAll(more);
        return new Site(name, all, exclude);
    }

    /** Copies the list. */
    public Site {
        servers = List.copyOf(servers);
    }
}
