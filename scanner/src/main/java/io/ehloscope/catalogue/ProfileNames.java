package io.ehloscope.catalogue;

import io.ehloscope.classify.Profile;
import io.ehloscope.yaml.Location;
import io.ehloscope.yaml.Problems;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the profiles that a server can be compared with.
 *
 * @param names sorted
 */
public record ProfileNames(Set<String> names) {

    /** The profiles of these names, and {@code auto}. */
    public static ProfileNames of(Collection<String> profiles) {
        Set<String> all = new TreeSet<>();
        all.add(Profile.AUTO);
        all.addAll(profiles);
        return new ProfileNames(all);
    }

    /** Adds a problem if the profile does not exist. */
    public void refuseUnknown(String profile, Location location, Problems problems) {
        if (!names.contains(profile)) {
            problems.unknown(location, "profile", profile, names);
        }
    }
}
