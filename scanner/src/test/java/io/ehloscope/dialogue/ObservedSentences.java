package io.ehloscope.dialogue;

import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.Observation;
import java.util.ArrayList;
import java.util.List;

/** Everything that an observation says about deviations, as sentences. */
final class ObservedSentences {

    private ObservedSentences() {}

    /** The remarks, bytes at the border of TLS, and {@code at STAGE: detail} of a failure after the EHLO reply. */
    static List<String> of(Observation seen) {
        List<String> all = new ArrayList<>(seen.remarks());
        if (seen.injection() != null) {
            all.add(seen.injection());
        }
        Failure later = seen.laterFailure();
        if (later != null) {
            all.add("at " + later.stage().label() + ": " + later.detail());
        }
        return all;
    }
}
