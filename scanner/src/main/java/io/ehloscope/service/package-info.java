/**
 * The scan loop: when targets are scanned, and the current snapshot. {@link io.ehloscope.service.ScanLoop} performs one
 * step at a time: whole scans at their interval; between them, rechecks of targets with findings, requested scans, and
 * a new plan after the inventory changed. Each change produces a new {@link io.ehloscope.snapshot.Snapshot}.
 */
@NullMarked
package io.ehloscope.service;

import org.jspecify.annotations.NullMarked;
