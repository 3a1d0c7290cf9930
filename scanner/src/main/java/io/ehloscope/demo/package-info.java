/**
 * The simulated organization that {@code demo} scans.
 *
 * <p>{@link io.ehloscope.demo.SimulatedFleet} starts all servers of an {@link io.ehloscope.demo.Organisation};
 * {@link io.ehloscope.demo.DemoOrganisation} is the one that the demo scans.
 */
@NullMarked
package io.ehloscope.demo;

import org.jspecify.annotations.NullMarked;
