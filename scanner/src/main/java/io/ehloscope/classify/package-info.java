/**
 * From what was seen to what it means. Pure functions over values.
 *
 * <p>{@link io.ehloscope.classify.Classifier} takes a probe's outcome and an
 * {@link io.ehloscope.classify.Expectation}, recognises the product ({@link io.ehloscope.classify.ProductRecogniser}),
 * looks for a middlebox ({@link io.ehloscope.classify.MaskDetector}), holds the verbs against a
 * {@link io.ehloscope.classify.Profile} and gives an {@link io.ehloscope.classify.Assessment}: a verdict, with the
 * sentences that justify it. Profiles and fingerprints are data; they are read elsewhere.
 */
@NullMarked
package io.ehloscope.classify;

import org.jspecify.annotations.NullMarked;
