/**
 * What ships with the program as data: verb profiles, product fingerprints and the meaning of verbs, read from YAML files of the jar.
 */
@NullMarked
package io.ehloscope.catalogue;

import org.jspecify.annotations.NullMarked;
