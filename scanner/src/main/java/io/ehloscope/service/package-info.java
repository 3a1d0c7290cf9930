/**
 * The daemon: what is looked at when, and what is known of it. {@link io.ehloscope.service.ScanLoop} does one thing after
 * another: whole scans at their interval, in between targets with findings and whatever somebody asks for, and a new plan
 * where the inventory changed. Each change is one new {@link io.ehloscope.snapshot.Snapshot}.
 */
@NullMarked
package io.ehloscope.service;

import org.jspecify.annotations.NullMarked;
