package io.ehloscope.smtp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The verbs of one EHLO reply in wire order; lookups ignore case. Duplicates are kept. */
public final class VerbSet implements Iterable<Verb> {

    /** No verbs. */
    public static final VerbSet EMPTY = new VerbSet(List.of());

    private final List<Verb> verbs;
    private final Set<String> names;
    private final List<String> keys;

    /** A set of these verbs, in this order. */
    public VerbSet(List<Verb> verbs) {
        this.verbs = List.copyOf(verbs);
        this.names = new LinkedHashSet<>();
        for (Verb verb : this.verbs) {
            names.add(verb.key());
        }
        this.keys = List.copyOf(names);
    }

    /** Whether there is a verb of this name. */
    public boolean has(String name) {
        return names.contains(Verb.key(name));
    }

    /** All verbs of this name; a server can list AUTH twice. */
    public List<Verb> named(String name) {
        String key = Verb.key(name);
        if (!names.contains(key)) {
            return List.of();
        }
        List<Verb> found = new ArrayList<>(1);
        for (Verb verb : verbs) {
            if (verb.key().equals(key)) {
                found.add(verb);
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** Whether a verb of this name has this param. */
    public boolean offers(String name, String param) {
        for (Verb verb : named(name)) {
            if (verb.offers(param)) {
                return true;
            }
        }
        return false;
    }

    /** The verbs in wire order. */
    public List<Verb> list() {
        return verbs;
    }

    /** The distinct names in upper case, in wire order. */
    public List<String> keys() {
        return keys;
    }

    /** The verbs as a stream, in wire order. */
    public Stream<Verb> stream() {
        return verbs.stream();
    }

    /** The number of verbs, duplicates included. */
    public int size() {
        return verbs.size();
    }

    /** Whether there are no verbs. */
    public boolean isEmpty() {
        return verbs.isEmpty();
    }

    @Override
    public Iterator<Verb> iterator() {
        return verbs.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerbSet set && set.verbs.equals(verbs);
    }

    @Override
    public int hashCode() {
        return verbs.hashCode();
    }

    @Override
    public String toString() {
        return verbs.toString();
    }
}
