/**
 * Dialogues that users paste into {@code explain}: finds the reply lines by their grammar, under any decoration.
 *
 * <p>Start with {@link io.ehloscope.paste.Paste}. The text becomes rows ({@link io.ehloscope.paste.PastedRows}), rows
 * become lines of known kinds ({@link io.ehloscope.paste.Layout} finds the replies, {@link
 * io.ehloscope.paste.PastedLines} the rest), and lines become dialogues ({@link io.ehloscope.paste.PastedDialogues}).
 * {@link io.ehloscope.paste.PastedOutcome} turns a dialogue into the outcome that a live one would have had.
 */
@NullMarked
package io.ehloscope.paste;

import org.jspecify.annotations.NullMarked;
