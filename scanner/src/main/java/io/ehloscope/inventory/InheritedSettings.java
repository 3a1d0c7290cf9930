package io.ehloscope.inventory;

import io.ehloscope.plan.Settings;
import java.util.HashMap;
import java.util.Map;

/** What holds for a server unless the server says otherwise: the defaults, or a site's, or a server entry's. */
record InheritedSettings(int port, Settings settings, Map<String, String> labels) {

    /** What holds where an inventory says nothing at all. */
    static final InheritedSettings DEFAULT = new InheritedSettings(Settings.DEFAULT_PORT, Settings.DEFAULT, Map.of());

    InheritedSettings {
        labels = Map.copyOf(labels);
    }

    /** This level with more labels; of two values of one name the new one counts. */
    InheritedSettings withLabels(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(more);
        return new InheritedSettings(port, settings, all);
    }

    /** This level with another port. */
    InheritedSettings withPort(int other) {
        return new InheritedSettings(other, settings, labels);
    }

    /** This level with another profile. */
    InheritedSettings withProfile(String other) {
        return new InheritedSettings(port, settings.withProfile(other), labels);
    }
}
