/**
 * What ships with the program as data: verb profiles, product fingerprints, and the meaning of verbs and verdicts.
 *
 * <p>{@link io.ehloscope.catalogue.Catalogue#load()} reads them from YAML files of the jar, the profiles by the same
 * reader as those of an inventory. A mistake in one of these files is a bug and stops the program; the exception names all
 * mistakes of the file. {@code docs/ARCHITECTURE.md} lists the steps to add a profile or a product.
 */
@NullMarked
package io.ehloscope.catalogue;

import org.jspecify.annotations.NullMarked;
