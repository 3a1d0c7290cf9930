package io.ehloscope.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the user wrote cannot be used. Its message has one line for each mistake that is shown. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> mistakes;
    private final transient Set<String> files;
    private final long count;

    /** Carries the mistakes in the order in which they are to be shown; at least one. */
    public ConfigException(List<Problem> mistakes) {
        this(
                mistakes.stream().limit(Problems.MOST_SHOWN).toList(),
                mistakes.stream().map(Problem::file).collect(Collectors.toSet()),
                mistakes.size());
    }

    /** Carries what was collected; at least one mistake. */
    public ConfigException(Problems mistakes) {
        this(mistakes.list(), mistakes.files(), mistakes.count());
    }

    private ConfigException(List<Problem> mistakes, Set<String> files, long count) {
        super(String.join("\n", lines(mistakes, count)));
        this.mistakes = List.copyOf(mistakes);
        this.files = Set.copyOf(files);
        this.count = count;
    }

    /** The mistakes to show. */
    public List<Problem> mistakes() {
        return mistakes;
    }

    /** How many mistakes there are, those that are not shown included. */
    public long count() {
        return count;
    }

    /** Every file that has a mistake, as the user named it. */
    public Set<String> files() {
        return files;
    }

    /** One line for each mistake to show, and one that counts the rest where there are more. */
    public List<String> lines() {
        return lines(mistakes, count);
    }

    private static List<String> lines(List<Problem> mistakes, long count) {
        List<String> lines =
                new ArrayList<>(mistakes.stream().map(Problem::toString).toList());
        long more = count - mistakes.size();
        if (more > 0) {
            lines.add("and " + more + (more == 1 ? " more error" : " more errors"));
        }
        return lines;
    }
}
