package io.ehloscope.web.pages;

import io.jstach.jstache.JStache;
import java.util.List;

/**
 * The model of the page for a target that the last scan does not have.
 *
 * @param style the style sheet
 * @param version the version of the program
 * @param name the requested name
 * @param scanned whether a scan has ended
 * @param near targets whose words contain the name
 */
@JStache(path = "io/ehloscope/web/pages/unknown.mustache")
record UnknownPage(String style, String version, String name, boolean scanned, List<Link> near) {

    /**
     * A link to a target.
     *
     * @param target the id of the target
     * @param url the page of the target
     */
    record Link(String target, String url) {}

    /** Whether there are similar targets. */
    boolean some() {
        return !near.isEmpty();
    }
}
