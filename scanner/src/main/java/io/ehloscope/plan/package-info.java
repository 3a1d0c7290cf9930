/**
 * From what the users wrote to what will be done: every server entry expanded to
 * {@link io.ehloscope.plan.Target targets}, each named once.
 *
 * <p>A {@link io.ehloscope.plan.Plan} is what a scan needs to know, and all that {@code check} prints.
 */
@NullMarked
package io.ehloscope.plan;

import org.jspecify.annotations.NullMarked;
