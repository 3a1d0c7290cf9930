/**
 * What ships with the program as data: verb profiles, product fingerprints and the meaning of verbs and
 * verdicts.
 *
 * <p>{@link io.ehloscope.catalogue.Catalogue#load()} reads them from YAML files of the jar, the profiles by the same
 * reader as those of an inventory. To add a profile: a file beside the others, its name in {@code profiles/index.yaml},
 * a line in the table of its test. To add a product: an entry in {@code catalogue/products.yaml}, and a transcript. A
 * mistake in one of the files is a bug and stops the program with all of them named.
 */
@NullMarked
package io.ehloscope.catalogue;

import org.jspecify.annotations.NullMarked;
