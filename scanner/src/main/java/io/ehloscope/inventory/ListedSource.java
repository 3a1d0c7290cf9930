package io.ehloscope.inventory;

import io.ehloscope.catalogue.ProfileNames;
import io.ehloscope.yaml.Problems;
import java.util.List;

/** A source of targets that an inventory lists among the servers of a site. */
public final class ListedSource {

    private final SourceSpec spec;
    private final String site;
    private final InheritedSettings level;
    private final ProfileNames profiles;

    /**
     * Creates a source.
     *
     * @param spec the files or the endpoint
     * @param site the site of the targets that name none
     * @param level the settings and labels of the targets, which their own labels override
     * @param profiles the profiles that a target can name
     */
    ListedSource(SourceSpec spec, String site, InheritedSettings level, ProfileNames profiles) {
        this.spec = spec;
        this.site = site;
        this.level = level;
        this.profiles = profiles;
    }

    /** The files or the endpoint. */
    public SourceSpec spec() {
        return spec;
    }

    /** Reads all documents of this source together; their problems are added to the problems. */
    public SourceTargets read(List<SourceDocument> documents, Problems problems) {
        return TargetGroups.read(this, documents, problems);
    }

    String site() {
        return site;
    }

    InheritedSettings level() {
        return level;
    }

    ProfileNames profiles() {
        return profiles;
    }
}
