/**
 * Files of the service: snapshots, the lock of the storage directory, and files that are written atomically.
 *
 * <p>Start with {@link io.ehloscope.storage.SnapshotFile}.
 */
@NullMarked
package io.ehloscope.storage;

import org.jspecify.annotations.NullMarked;
