package io.ehloscope.cli;

/**
 * How a service is to run.
 *
 * @param web where it listens
 * @param storage what it keeps
 * @param limits what it may take of its machine
 * @param autoReload whether a changed inventory is read again without being asked to
 */
record DaemonOptions(WebOptions web, StorageOptions storage, RuntimeLimits limits, boolean autoReload) {}
