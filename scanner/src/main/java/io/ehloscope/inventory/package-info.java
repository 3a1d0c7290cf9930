/**
 * The YAML inventory: what the users write, read strictly, with every mistake of a file reported in one run, each with
 * its line and column.
 *
 * <p>{@link io.ehloscope.inventory.InventoryReader} gives an {@link io.ehloscope.inventory.Inventory}: sites and their
 * server entries, each with its {@link io.ehloscope.inventory.Settings} (defaults, then site, then server, merged
 * once). What the entries expand to is the business of the plan.
 */
@NullMarked
package io.ehloscope.inventory;

import org.jspecify.annotations.NullMarked;
