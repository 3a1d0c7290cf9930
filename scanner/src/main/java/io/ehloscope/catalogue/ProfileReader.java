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
 * Reads profiles: those that come with the program and those of an inventory go the same way.
 *
 * <p>A profile that extends another has all that its parent has. What it requires itself is required on every port,
 * also where the parent has a list of its own for a port; a port that it lists itself holds exactly that list. It may
 * forbid what its parent requires or asks for, and the other way round: the child's word counts.
 */
public final class ProfileReader {

    /** What a profile of an inventory extends where it does not say. */
    public static final String DEFAULT_PARENT = "any-esmtp";

    private static final int MOST_GENERATIONS = 16;

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
     * @param profiles name to profile
     * @param known those that come with the program, by name; they can be extended and not replaced
     * @param problems takes what is wrong
     * @return the profiles that are written here, in order, the mistaken ones as far as they go
     */
    public static Map<String, Profile> read(Node.Mapping profiles, Map<String, Profile> known, Problems problems) {
        String parent = known.containsKey(DEFAULT_PARENT) ? DEFAULT_PARENT : null;
        return new ProfileReader(known, parent, problems).all(profiles);
    }

    /** {@link #read} for the profiles that come with the program: one that does not say extends nothing. */
    public static Map<String, Profile> readBuiltIn(
            Node.Mapping profiles, Map<String, Profile> known, Problems problems) {
        return new ProfileReader(known, null, problems).all(profiles);
    }

    private Map<String, Profile> all(Node.Mapping profiles) {
        for (Node.Entry entry : profiles.entries()) {
            refuseBadName(entry);
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

    private void refuseBadName(Node.Entry entry) {
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
            finished = draft.over(parent(draft, under));
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
                    draft.parentMark(),
                    "profiles extend each other in a circle: " + String.join(" -> ", under) + " -> " + name);
            return null;
        }
        if (under.size() >= MOST_GENERATIONS) {
            problems.add(
                    draft.parentMark(), "profiles extend each other over more than " + MOST_GENERATIONS + " levels");
            return null;
        }
        ProfileDraft own = drafts.get(name);
        if (own != null && !known.containsKey(name)) {
            return finish(name, own, under);
        }
        if (!known.containsKey(name)) {
            problems.unknown(draft.parentMark(), "profile", name, names());
        }
        return known.get(name);
    }

    /** All that can be extended; asked for once every profile of the file is known. */
    private Set<String> names() {
        if (names == null) {
            names = new TreeSet<>(known.keySet());
            names.addAll(drafts.keySet());
        }
        return names;
    }
}
