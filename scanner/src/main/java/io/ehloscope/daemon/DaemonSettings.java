package io.ehloscope.daemon;

import io.ehloscope.runtime.RuntimeLimits;

/**
 * How a service runs.
 *
 * @param web where it listens
 * @param storage what it keeps
 * @param limits how much of its machine it uses
 * @param autoReload whether it reads a changed inventory again without a request
 */
public record DaemonSettings(WebSettings web, StorageSettings storage, RuntimeLimits limits, boolean autoReload) {}
