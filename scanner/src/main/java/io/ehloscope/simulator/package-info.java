/**
 * Simulated SMTP servers on loopback, for the demo, the canary, and the tests.
 *
 * <p>From small to large: an {@link io.ehloscope.simulator.Act} is one thing that a server does on a connection. A
 * {@link io.ehloscope.simulator.Reaction} is a sequence of acts. A {@link io.ehloscope.simulator.Script} holds the
 * reaction to each {@link io.ehloscope.simulator.Cue}. A {@link io.ehloscope.simulator.Persona} says which script a
 * connection gets. All of them are values. {@link io.ehloscope.simulator.SimulatedServer} plays one persona on one
 * address and records what it receives. The reply texts are resource files beside this package; {@link
 * io.ehloscope.simulator.ScriptFiles} reads them.
 */
@NullMarked
package io.ehloscope.simulator;

import org.jspecify.annotations.NullMarked;
