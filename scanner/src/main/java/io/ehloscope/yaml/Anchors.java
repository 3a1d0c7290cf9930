package io.ehloscope.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The anchors of a document, and what aliases and merge keys make of them. An alias shares the value of its anchor, so
 * that it takes no memory; the bound is on the time that reading all of them takes.
 */
final class Anchors {

    /** The key that merges mappings into another one. */
    static final String MERGE = "<<";

    /** The most values that all aliases of a document stand for, with the values inside them. */
    static final long MOST_EXPANDED = 2_000_000;

    private final Problems problems;
    private final Map<String, Anchored> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private long expanded;

    /**
     * A value with an anchor.
     *
     * @param size the number of values in it, itself and those of aliases included
     * @param height the levels below it, those of aliases included
     */
    record Anchored(Node value, long size, int height) {}

    Anchors(Problems problems) {
        this.problems = problems;
    }

    /** The value of an anchor begins. */
    void begin(String name) {
        open.add(name);
    }

    /** The value of an anchor is complete; a later anchor of the same name replaces it. */
    void end(String name, Anchored value) {
        open.remove(name);
        known.put(name, value);
    }

    /** What an alias stands for; null if it stands for nothing that can be used, which is then among the problems. */
    @Nullable
    Anchored resolve(String name, Location location, int levelsLeft) {
        Anchored anchored = known.get(name);
        if (open.contains(name)) {
            problems.refuse(location, "the alias *" + name + " is inside the value that it stands for", "write it out");
            return null;
        }
        if (anchored == null) {
            problems.refuse(
                    location,
                    "the alias *" + name + " has no anchor before it",
                    "write &" + name + " before the value that it stands for; quote a text that begins with *");
            return null;
        }
        if (anchored.height > levelsLeft) {
            problems.refuse(
                    location, "the alias *" + name + " nests values too deep", "an inventory needs five levels");
            return null;
        }
        if (expanded + anchored.size > MOST_EXPANDED) {
            problems.refuse(
                    location,
                    "the aliases up to *" + name + " stand for more than 2,000,000 values",
                    "do not put aliases into values that have anchors");
            return null;
        }
        expanded += anchored.size;
        return anchored;
    }

    /**
     * The entries of a mapping with those that its merge key adds: of two entries with one key, the mapping's own one
     * applies, then that of the first mapping that is merged. The added entries come first.
     */
    List<Node.Entry> merged(List<Node.Entry> own) {
        Map<String, Node.Entry> added = new LinkedHashMap<>();
        for (Node.Entry entry : own) {
            if (entry.key().equals(MERGE)) {
                sources(entry.value())
                        .forEach(source -> source.entries().forEach(each -> added.putIfAbsent(each.key(), each)));
            }
        }
        own.forEach(each -> added.remove(each.key()));
        List<Node.Entry> all = new ArrayList<>(added.values());
        own.stream().filter(each -> !each.key().equals(MERGE)).forEach(all::add);
        return all;
    }

    private List<Node.Mapping> sources(Node value) {
        List<Node.Mapping> sources = new ArrayList<>();
        for (Node each : value instanceof Node.Sequence list ? list.items() : List.of(value)) {
            if (each instanceof Node.Mapping mapping) {
                sources.add(mapping);
            } else if (!problems.isRefused(each.location())) {
                problems.add(
                        each.location(),
                        "<< merges " + each.kind(),
                        "expected: an alias of a mapping, like <<: *base, or a list of them");
            }
        }
        return sources;
    }
}
