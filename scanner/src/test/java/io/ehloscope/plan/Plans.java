package io.ehloscope.plan;

import io.ehloscope.inventory.KnownProfiles;
import io.ehloscope.inventory.Planner;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Plans from inventories that tests contain as text. */
public final class Plans {

    private Plans() {}

    /** The plan of this inventory. */
    public static Plan of(String inventory) {
        byte[] bytes = inventory.getBytes(StandardCharsets.UTF_8);
        return Planner.plan(KnownProfiles.reader().read("fleet.yml", new ByteArrayInputStream(bytes)));
    }
}
