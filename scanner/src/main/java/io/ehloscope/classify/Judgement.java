package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * A verdict that depends on verbs, and its basis.
 *
 * @param verdict healthy, partial, or not loaded
 * @param profile the profile that was applied
 * @param answer the answer that was judged
 * @param recognition the recognized product; null if none was recognized
 * @param comparison what is offered and what is missing
 * @param auto whether the profile is that of the product
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
