package io.ehloscope.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the user wrote cannot be used. Its message has one line for each mistake that is shown. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient Set<String> files;
    private final long count;

    /** Carries the mistakes in the order in which they are to be shown; at least one. */
    public ConfigException(List<Problem> problems) {
        this(
                problems.stream().limit(Problems.MOST_SHOWN).toList(),
                problems.stream().map(Problem::file).collect(Collectors.toSet()),
                problems.size());
    }

    /** Carries what was collected; at least one mistake. */
    public ConfigException(Problems problems) {
        this(problems.list(), problems.files(), problems.count());
    }

    private ConfigException(List<Problem> problems, Set<String> files, long count) {
        super(String.join("\n", lines(problems, count)));
        this.problems = List.copyOf(problems);
        this.files = Set.copyOf(files);
        this.count = count;
    }

    /** The mistakes to show. */
    public List<Problem> problems() {
        return problems;
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
        return lines(problems, count);
    }

    private static List<String> lines(List<Problem> problems, long count) {
        List<String> lines =
                new ArrayList<>(problems.stream().map(Problem::toString).toList());
        long more = count - problems.size();
        if (more > 0) {
            lines.add("and " + more + (more == 1 ? " more error" : " more errors"));
        }
        return lines;
    }
}
