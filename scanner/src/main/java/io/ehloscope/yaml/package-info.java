/**
 * YAML as located values: every scalar, list, and mapping has its line and column, and problems are collected instead
 * of thrown.
 */
@NullMarked
package io.ehloscope.yaml;

import org.jspecify.annotations.NullMarked;
