/**
 * A mail fleet simulated on loopback: what the demo shows is what the tests trust.
 *
 * <p>From the small to the large: an {@link io.ehloscope.demo.Act} is one thing that a server does on a connection; a
 * {@link io.ehloscope.demo.Reaction} is a sequence of them; a {@link io.ehloscope.demo.Script} holds the reaction to
 * each {@link io.ehloscope.demo.Cue}; a {@link io.ehloscope.demo.Persona} says which script a connection meets. All
 * of them are values. {@link io.ehloscope.demo.SimulatedServer} plays one persona on one address and notes what
 * {@link io.ehloscope.demo.Heard it heard}; {@link io.ehloscope.demo.SimulatedFleet} does so for a whole
 * {@link io.ehloscope.demo.Organisation}, of which {@link io.ehloscope.demo.DemoOrganisation} is the one that the
 * demo scans. The reply texts stand in resource files beside this package, read by
 * {@link io.ehloscope.demo.ScriptFiles}.
 */
@NullMarked
package io.ehloscope.demo;

import org.jspecify.annotations.NullMarked;
