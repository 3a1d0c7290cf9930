/**
 * Text for people: durations, numbers, widths, spelling suggestions, and the escaping of text from untrusted sources.
 */
@NullMarked
package io.ehloscope.text;

import org.jspecify.annotations.NullMarked;
