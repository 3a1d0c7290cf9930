/**
 * What ships with the program as data: verb profiles, product fingerprints, and the meaning of verbs and verdicts.
 *
 * <p>{@link io.ehloscope.catalogue.Catalogue#load()} reads the data from YAML files of the jar. The same reader reads
 * these profiles and those of an inventory. To add a profile, add a file beside the others, its name in
 * {@code profiles/index.yaml}, and a line in the table of its test. To add a product, add an entry in
 * {@code catalogue/products.yaml}, and a transcript. A mistake in one of the files is a bug, and stops the program with
 * an error that names all mistakes of the file.
 */
@NullMarked
package io.ehloscope.catalogue;

import org.jspecify.annotations.NullMarked;
