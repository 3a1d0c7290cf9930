/**
 * What was seen of one server, before anybody judges it.
 *
 * <p>{@link io.ehloscope.evidence.Observation} holds everything that a dialogue learned, in order;
 * {@link io.ehloscope.evidence.ProbeOutcome} says how far it came: answered, failed at a
 * {@link io.ehloscope.evidence.Stage} for a {@link io.ehloscope.evidence.Reason}, or not looked at. Plain values, so that
 * a recorded outcome can be judged again by other rules.
 */
@NullMarked
package io.ehloscope.evidence;

import org.jspecify.annotations.NullMarked;
