package io.ehloscope.catalogue;

import io.ehloscope.classify.Profile;
import io.ehloscope.yaml.Node;
import io.ehloscope.yaml.Problems;
import io.ehloscope.yaml.ValueType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads profiles: those that ship with the program and those of an inventory.
 *
 * <p>A profile that extends another inherits everything from its parent. Its own requirements apply on every port,
 * including ports for which the parent has its own list; a port that the profile lists itself requires exactly that
 * list. It may forbid what its parent requires or allows, and the reverse: the child overrides the parent.
 */
public final class ProfileReader {

    /** The profile that a profile of an inventory extends by default. */
    public static final String DEFAULT_PARENT = "any-esmtp";

    private static final int MAX_GENERATIONS = 16;

    private final Map<String, Profile> known;
    private final @Nullable String defaultParent;
    private final Problems problems;
    private final Map<String, ProfileDraft> drafts = new LinkedHashMap<>();
    private final Map<String, Profile> done = new LinkedHashMap<>();
    private @Nullable Set<String> names;

    private ProfileReader(Map<String, Profile> known, @Nullable String defaultParent, Problems problems) {
        this.known = known;
        this.defaultParent = defaultParent;
        this.problems = problems;
    }

    /**
     * Reads the profiles of an inventory.
     *
     * @param profiles the profiles by name
     * @param known those that ship with the program, by name; they can be extended but not replaced
     * @param problems collects the problems
     * @return the profiles of the mapping, in order; of an invalid profile, as much as could be read
     */
    public static Map<String, Profile> read(Node.Mapping profiles, Map<String, Profile> known, Problems problems) {
        String parent = known.containsKey(DEFAULT_PARENT) ? DEFAULT_PARENT : null;
        return new ProfileReader(known, parent, problems).all(profiles);
    }

    /**
     * Reads profiles that ship with the program, as {@link #read} does; a profile without {@code extends} has no
     * parent.
     */
    public static Map<String, Profile> readBuiltIn(
            Node.Mapping profiles, Map<String, Profile> known, Problems problems) {
        return new ProfileReader(known, null, problems).all(profiles);
    }

    private Map<String, Profile> all(Node.Mapping profiles) {
        for (Node.Entry entry : profiles.entries()) {
            rejectBadName(entry);
            Node.Mapping mapping =
                    ValueType.mapping().read(entry.value(), "profile " + ValueType.quoted(entry.key()), problems);
            if (mapping != null) {
                drafts.put(entry.key(), new ProfileDraft(entry.key(), mapping, problems));
            }
        }
        Map<String, Profile> inOrder = new LinkedHashMap<>();
        drafts.forEach((name, draft) -> inOrder.put(name, finish(name, draft, new LinkedHashSet<>())));
        return inOrder;
    }

    private void rejectBadName(Node.Entry entry) {
        String name = entry.key();
        if (name.equals(Profile.AUTO)) {
            problems.add(
                    entry.keyLocation(), "\"auto\" cannot name a profile", "it stands for recognizing the product");
        } else if (known.containsKey(name)) {
            problems.add(
                    entry.keyLocation(),
                    "profile \"" + name + "\" comes with the program and cannot be replaced",
                    "use another name, and write extends: " + name);
        } else {
            ProfileKeys.NAMED.read(new Node.Scalar(name, false, entry.keyLocation()), "profile", problems);
        }
    }

    private Profile finish(String name, ProfileDraft draft, Set<String> under) {
        Profile finished = done.get(name);
        if (finished == null) {
            under.add(name);
            finished = draft.mergedWith(parent(draft, under));
            done.put(name, finished);
        }
        return finished;
    }

    private @Nullable Profile parent(ProfileDraft draft, Set<String> under) {
        String name = draft.parent() == null ? defaultParent : draft.parent();
        if (name == null) {
            return null;
        }
        if (under.contains(name)) {
            problems.add(
                    draft.parentLocation(),
                    "profiles extend each other in a circle: " + String.join(" -> ", under) + " -> " + name);
            return null;
        }
        if (under.size() >= MAX_GENERATIONS) {
            problems.add(
                    draft.parentLocation(), "profiles extend each other over more than " + MAX_GENERATIONS + " levels");
            return null;
        }
        ProfileDraft own = drafts.get(name);
        if (own != null && !known.containsKey(name)) {
            return finish(name, own, under);
        }
        if (!known.containsKey(name)) {
            problems.unknown(draft.parentLocation(), "profile", name, names());
        }
        return known.get(name);
    }

    /** The names of all profiles that can be extended; called only after every profile of the file is read. */
    private Set<String> names() {
        if (names == null) {
            names = new TreeSet<>(known.keySet());
            names.addAll(drafts.keySet());
        }
        return names;
    }
}
