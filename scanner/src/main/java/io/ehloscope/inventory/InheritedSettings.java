package io.ehloscope.inventory;

import io.ehloscope.classify.Exemption;
import io.ehloscope.plan.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings that a server inherits: the defaults, or those of a site or of a server entry. */
record InheritedSettings(int port, Settings settings, Map<String, String> labels) {

    /** The settings of an inventory that sets nothing. */
    static final InheritedSettings DEFAULT = new InheritedSettings(Settings.DEFAULT_PORT, Settings.DEFAULT, Map.of());

    InheritedSettings {
        labels = Map.copyOf(labels);
    }

    /** These settings with more labels; a new value overrides the value of the same name. */
    InheritedSettings withLabels(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(more);
        return new InheritedSettings(port, settings, all);
    }

    /** These settings with another port. */
    InheritedSettings withPort(int other) {
        return new InheritedSettings(other, settings, labels);
    }

    /** These settings with another profile. */
    InheritedSettings withProfile(String other) {
        return new InheritedSettings(port, settings.withProfile(other), labels);
    }

    /** These settings with more exemptions. */
    InheritedSettings withExempt(List<Exemption> more) {
        return new InheritedSettings(port, settings.withExempt(Exemption.merged(settings.exempt(), more)), labels);
    }
}
