package io.ehloscope.plan;

import java.util.Locale;

/** Which targets get metric series of their own. */
public enum PerTarget {
    /** Every one. */
    ALL,
    /** Those with a finding. */
    FINDINGS,
    /** None. */
    OFF;

    /** As it is written in an inventory. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
