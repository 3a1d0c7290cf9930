package io.ehloscope.daemon;

import io.ehloscope.runtime.RuntimeLimits;

/**
 * The settings of a service.
 *
 * @param web the web server
 * @param storage the storage
 * @param limits the resource limits of the process
 * @param autoReload whether it reloads the inventory when its files change
 */
public record DaemonSettings(WebSettings web, StorageSettings storage, RuntimeLimits limits, boolean autoReload) {}
