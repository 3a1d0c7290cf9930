/**
 * From names to addresses: bounded, retried, shared between targets of one name.
 */
@NullMarked
package io.ehloscope.resolve;

import org.jspecify.annotations.NullMarked;
