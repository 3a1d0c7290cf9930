/**
 * YAML as located values: every scalar, list and mapping knows its line and column, and mistakes are collected instead of thrown.
 */
@NullMarked
package io.ehloscope.yaml;

import org.jspecify.annotations.NullMarked;
