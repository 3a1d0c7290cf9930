/**
 * The HTTP endpoints of the service.
 */
@NullMarked
package io.ehloscope.web;

import org.jspecify.annotations.NullMarked;
