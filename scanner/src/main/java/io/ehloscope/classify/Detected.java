package io.ehloscope.classify;

import org.jspecify.annotations.Nullable;

/**
 * A finding before its severity is decided.
 *
 * @param kind what is wrong
 * @param subject what it is about; null if it is about the target as a whole
 * @param sentence what was seen
 */
record Detected(FindingKind kind, @Nullable String subject, String sentence) {}
