/**
 * A mail fleet simulated on loopback: what the demo shows is what the tests trust.
 */
@NullMarked
package io.ehloscope.demo;

import org.jspecify.annotations.NullMarked;
