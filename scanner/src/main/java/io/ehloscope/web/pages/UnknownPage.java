package io.ehloscope.web.pages;

import io.jstach.jstache.JStache;
import java.util.List;

/**
 * What is said of a target that the last scan does not have.
 *
 * @param style the style sheet
 * @param version the program's
 * @param name what was asked for
 * @param scanned whether there is a scan at all
 * @param near targets whose words hold the name
 */
@JStache(path = "io/ehloscope/web/pages/unknown.mustache")
record UnknownPage(String style, String version, String name, boolean scanned, List<Link> near) {

    /**
     * A target.
     *
     * @param target its name
     * @param url its page
     */
    record Link(String target, String url) {}

    /** Whether any comes near. */
    boolean some() {
        return !near.isEmpty();
    }
}
