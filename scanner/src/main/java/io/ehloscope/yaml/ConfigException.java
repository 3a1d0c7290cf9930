package io.ehloscope.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Its message has one line for each problem that is shown. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient Set<String> files;
    private final long count;
    private final long rest;

    /** Carries problems in the order in which they are shown; at least one. */
    public ConfigException(List<Problem> problems) {
        this(
                problems.stream().limit(Problems.MOST_SHOWN).toList(),
                problems.stream().map(Problem::file).collect(Collectors.toSet()),
                problems.size(),
                Math.max(0, problems.size() - Problems.MOST_SHOWN));
    }

    /** Carries collected problems; at least one. */
    public ConfigException(Problems problems) {
        this(problems.listing(), problems.files(), problems.count());
    }

    private ConfigException(Problems.Listing shown, Set<String> files, long count) {
        this(shown.problems(), files, count, shown.rest());
    }

    private ConfigException(List<Problem> problems, Set<String> files, long count, long rest) {
        super(String.join("\n", lines(problems, rest)));
        this.problems = List.copyOf(problems);
        this.files = Set.copyOf(files);
        this.count = count;
        this.rest = rest;
    }

    /** The same number of problems, each changed in this way. */
    public ConfigException with(UnaryOperator<Problem> change) {
        List<Problem> changed = problems.stream().map(change).toList();
        return new ConfigException(
                changed, changed.stream().map(Problem::file).collect(Collectors.toSet()), count, rest);
    }

    /** The problems to show. */
    public List<Problem> problems() {
        return problems;
    }

    /** The number of problems, including those that are not shown. */
    public long count() {
        return count;
    }

    /** Every file that has a problem, as the user named it. */
    public Set<String> files() {
        return files;
    }

    /** One line for each problem to show, and one that counts the rest if there are more. */
    public List<String> lines() {
        return lines(problems, rest);
    }

    private static List<String> lines(List<Problem> problems, long more) {
        List<String> lines =
                new ArrayList<>(problems.stream().map(Problem::toString).toList());
        if (more > 0) {
            lines.add("and " + more + (more == 1 ? " more error" : " more errors"));
        }
        return lines;
    }
}
