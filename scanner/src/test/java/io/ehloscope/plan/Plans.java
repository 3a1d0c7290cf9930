package io.ehloscope.plan;

import io.ehloscope.inventory.KnownProfiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Plans of inventories that are written in the test. */
final class Plans {

    private Plans() {}

    static Plan of(String inventory) {
        byte[] bytes = inventory.getBytes(StandardCharsets.UTF_8);
        return Planner.plan(KnownProfiles.reader().read("fleet.yml", new ByteArrayInputStream(bytes)));
    }
}
