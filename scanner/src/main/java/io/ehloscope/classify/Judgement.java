package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * A verdict that rests on verbs, and what it rests on.
 *
 * @param verdict healthy, partial or not loaded
 * @param profile the profile that was applied
 * @param answer what was judged
 * @param recognition what answers; null where it could not be told
 * @param comparison what is there and what is not
 * @param auto whether the profile was chosen by the product
 */
record Judgement(
        Verdict verdict,
        Profile profile,
        AnsweredObservation answer,
        @Nullable Recognition recognition,
        Comparison comparison,
        boolean auto) {

    @Nullable
    Product product() {
        return recognition == null ? null : recognition.product();
    }
}
