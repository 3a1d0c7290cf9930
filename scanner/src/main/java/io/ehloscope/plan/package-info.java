/**
 * What a scan will do: {@link io.ehloscope.plan.Target targets} with their {@link io.ehloscope.plan.Settings settings},
 * and the {@link io.ehloscope.plan.Limits limits} that all of them share.
 *
 * <p>A {@link io.ehloscope.plan.Plan} holds everything that a scan needs to know; {@code check} prints it.
 */
@NullMarked
package io.ehloscope.plan;

import org.jspecify.annotations.NullMarked;
