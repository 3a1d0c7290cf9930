package io.ehloscope.inventory;

import java.util.HashMap;
import java.util.Map;

/** What holds for a server unless the server says otherwise: the defaults, or a site's, or a server entry's. */
record Level(int port, Settings settings, Map<String, String> labels) {

    /** What holds where an inventory says nothing at all. */
    static final Level DEFAULT = new Level(Settings.DEFAULT_PORT, Settings.DEFAULT, Map.of());

    Level {
        labels = Map.copyOf(labels);
    }

    /** This level with more labels; of two values of one name the new one counts. */
    Level withLabels(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(more);
        return new Level(port, settings, all);
    }

    /** This level with another port. */
    Level withPort(int other) {
        return new Level(other, settings, labels);
    }

    /** This level with another profile. */
    Level withProfile(String other) {
        return new Level(port, settings.withProfile(other), labels);
    }
}
