package io.ehloscope.inventory;

import io.ehloscope.catalogue.Catalogue;
import io.ehloscope.plan.Plan;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** From an inventory to its plan. */
public record Inventories(Catalogue catalogue) {

    /** The plan of a file; {@code -} is standard input. */
    public Plan plan(Path file) {
        return Planner.plan(read(file));
    }

    /** Whether this name stands for standard input. */
    public static boolean isStdin(Path file) {
        return file.toString().equals("-");
    }

    /** An inventory from a file; {@code -} is standard input. */
    public Inventory read(Path file) {
        return isStdin(file) ? reader().read("stdin", System.in) : reader().read(file);
    }

    /** The plan of a stream. */
    public Plan plan(String source, InputStream in) {
        return Planner.plan(reader().read(source, in));
    }

    private InventoryReader reader() {
        return new InventoryReader(catalogue.profiles(), Inventories::thisMachine);
    }

    /** This machine's full name, or an address literal where it has none (RFC 5321 section 4.1.4). */
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
