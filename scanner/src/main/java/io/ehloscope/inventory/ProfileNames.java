package io.ehloscope.inventory;

import io.ehloscope.classify.Profile;
import io.ehloscope.yaml.Mark;
import io.ehloscope.yaml.Mistakes;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The profiles that a server can be held against. */
record ProfileNames(Set<String> names) {

    /** The profiles of these names, and {@code auto}. */
    static ProfileNames of(Collection<String> profiles) {
        Set<String> all = new TreeSet<>();
        all.add(Profile.AUTO);
        all.addAll(profiles);
        return new ProfileNames(all);
    }

    /** Notes a profile that there is not. */
    void refuseUnknown(String profile, Mark mark, Mistakes mistakes) {
        if (!names.contains(profile)) {
            mistakes.unknown(mark, "profile", profile, names);
        }
    }
}
