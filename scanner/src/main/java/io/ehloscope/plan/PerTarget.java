package io.ehloscope.plan;

import java.util.Locale;

/** Which targets get metric series of their own. */
public enum PerTarget {
    /** All targets. */
    ALL,
    /** Targets with a finding. */
    FINDINGS,
    /** No target. */
    OFF;

    /** The name in an inventory. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
