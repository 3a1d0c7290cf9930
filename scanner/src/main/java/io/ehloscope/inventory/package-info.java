/**
 * Reads YAML inventories. Reading is strict: it reports every mistake of a file in one run, with line and column. Then
 * it expands the inventory to a plan.
 *
 * <p>{@link io.ehloscope.inventory.InventoryReader} returns an {@link io.ehloscope.inventory.Inventory}: sites and
 * their server entries, each with its settings (defaults, then site, then server, merged once).
 * {@link io.ehloscope.inventory.Planner} expands the entries to the targets of a plan.
 */
@NullMarked
package io.ehloscope.inventory;

import org.jspecify.annotations.NullMarked;
