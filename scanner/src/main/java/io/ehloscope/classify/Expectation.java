package io.ehloscope.classify;

import io.ehloscope.smtp.Verb;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a target is held against.
 *
 * @param profile the name of a profile, or {@link Profile#AUTO}
 * @param port the port spoken to: what is expected depends on it
 * @param exempt verbs whose absence is accepted here, in upper case
 */
public record Expectation(String profile, int port, Set<String> exempt) {

    /** Folds the exempt verbs. */
    public Expectation {
        exempt = exempt.stream().map(Verb::key).collect(Collectors.toUnmodifiableSet());
    }
}
