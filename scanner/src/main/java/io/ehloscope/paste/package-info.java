/**
 * Dialogues that users paste into {@code explain}: finds the reply lines under prefixes, line numbers, and quoting.
 *
 * <p>Start with {@link io.ehloscope.paste.PastedTranscript}. {@link io.ehloscope.paste.PastedOutcome} turns the result
 * into the outcome that a live dialogue would have had.
 */
@NullMarked
package io.ehloscope.paste;

import org.jspecify.annotations.NullMarked;
