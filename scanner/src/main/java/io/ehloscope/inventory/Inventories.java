package io.ehloscope.inventory;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.plan.Plan;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Reads inventories with the profiles of the catalogue, and plans them.
 *
 * @param catalogue the data that ship with the program
 */
public record Inventories(Catalogue catalogue) {

    /** The plan of an inventory file; {@code -} is standard input. */
    public Plan plan(Path file) {
        return Planner.plan(read(file));
    }

    /** Whether the path stands for standard input. */
    public static boolean isStdin(Path file) {
        return file.toString().equals("-");
    }

    /** The inventory of a file; {@code -} is standard input. */
    public Inventory read(Path file) {
        return isStdin(file) ? reader().read("stdin", System.in) : reader().read(file);
    }

    /** The plan of servers that are named without an inventory, all in one site. */
    public Plan plan(NamedServers servers, String site, ServerSettings settings) {
        return Planner.plan(servers.inventory(site, settings, reader()));
    }

    /**
     * The plan of an inventory from a stream.
     *
     * @param source the name of the stream in messages
     * @param in the text in UTF-8; not closed
     */
    public Plan plan(String source, InputStream in) {
        return Planner.plan(reader().read(source, in));
    }

    private InventoryReader reader() {
        return new InventoryReader(catalogue.profiles(), Inventories::thisMachine);
    }

    /** This machine's fully qualified name, or an address literal if it has none (RFC 5321 section 4.1.4). */
    private static String thisMachine() {
        try {
            InetAddress self = InetAddress.getLocalHost();
            String name = self.getCanonicalHostName();
            return name.equals(self.getHostAddress()) ? self.getHostName() : name;
        } catch (UnknownHostException noName) {
            return "[127.0.0.1]";
        }
    }
}
