/**
 * The daemon: scans now and at every interval, and hands each whole scan on.
 */
@NullMarked
package io.ehloscope.service;

import org.jspecify.annotations.NullMarked;
