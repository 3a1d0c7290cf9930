package io.ehloscope.cli;

import io.ehloscope.inventory.InventoryException;
import io.ehloscope.plan.Plan;
import io.ehloscope.yaml.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Where the plan of a service can be read again. */
interface PlanSource {

    /** The plan as it is written now. */
    Plan again();

    /** The files that it is written in, as of the last reading; empty where there is none to watch. */
    Set<Path> files();

    /** A plan that the program made itself. */
    static PlanSource ofProgram(String name) {
        return new PlanSource() {
            @Override
            public Plan again() {
                throw new InventoryException(List.of(new Mistake(
                        name, null, "this inventory is made by the program; there is nothing to read again", null)));
            }

            @Override
            public Set<Path> files() {
                return Set.of();
            }
        };
    }
}
