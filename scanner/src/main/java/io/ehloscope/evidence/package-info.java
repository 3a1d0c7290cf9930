/**
 * The evidence from one server, before any judgment.
 *
 * <p>{@link io.ehloscope.evidence.Observation} holds everything that a dialogue showed, in order. {@link
 * io.ehloscope.evidence.ProbeOutcome} says how far it came: answered, failed at a {@link io.ehloscope.evidence.Stage}
 * for a {@link io.ehloscope.evidence.Reason}, or skipped. All are plain values, so that a recorded outcome can be
 * judged again by other rules.
 */
@NullMarked
package io.ehloscope.evidence;

import org.jspecify.annotations.NullMarked;
