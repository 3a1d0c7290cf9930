/** The HTML pages: the status page and the page of each target. */
@NullMarked
package io.ehloscope.web.pages;

import org.jspecify.annotations.NullMarked;
