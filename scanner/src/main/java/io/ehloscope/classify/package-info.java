/**
 * Turns evidence into assessments. Pure functions over values.
 *
 * <p>{@link io.ehloscope.classify.Classifier} takes the outcome of a probe and an {@link
 * io.ehloscope.classify.Expectation}, recognizes the product ({@link io.ehloscope.classify.ProductRecogniser}), detects
 * middleboxes ({@link io.ehloscope.classify.MaskDetector}), compares the verbs with a {@link
 * io.ehloscope.classify.Profile}, and returns an {@link io.ehloscope.classify.Assessment}: a verdict, with the
 * sentences that justify it. Profiles and fingerprints are data; other packages read them.
 */
@NullMarked
package io.ehloscope.classify;

import org.jspecify.annotations.NullMarked;
