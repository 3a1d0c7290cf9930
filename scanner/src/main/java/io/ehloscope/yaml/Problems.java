package io.ehloscope.yaml;

import io.ehloscope.text.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one file and the files that it names, so that one run reports all of it. Counts every mistake,
 * and keeps the first {@value #MOST_KEPT} of this file and as many of the others. Not thread-safe.
 */
public final class Problems {

    /** The most mistakes that {@link #list()} has. */
    public static final int MOST_SHOWN = 50;

    private static final int MOST_KEPT = 200;

    /** The most characters of a sentence, and of a suggestion. */
    private static final int LONGEST = 1_000;

    /** The most words that a suggestion lists. */
    private static final int MOST_WORDS = 40;

    /** Among more known words, the nearest is not searched for: a thousand take 1 ms. */
    private static final int MOST_COMPARED = 1_000;

    private final String file;
    private final UnaryOperator<String> quoting;
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> ofOthers = new ArrayList<>();
    private final Set<Location> refused = new HashSet<>();
    /** Each file that has a mistake, with its position; the file itself is the first. */
    private final Map<String, Integer> files = new LinkedHashMap<>();

    private long count;

    /** No mistakes yet in this file, whose text may be shown. */
    public Problems(String file) {
        this(file, ValueType::quoted);
    }

    /**
     * No mistakes yet in this file.
     *
     * @param file as the user named it
     * @param quoting gives the text of the file as a sentence may show it, in quotes
     */
    public Problems(String file, UnaryOperator<String> quoting) {
        this.file = file;
        this.quoting = quoting;
        files.put(file, 0);
    }

    /** Text of the file as a sentence may show it, in quotes. */
    public String quoted(String text) {
        return quoting.apply(text);
    }

    /** The file, as the user named it. */
    public String file() {
        return file;
    }

    /** Notes a mistake. */
    public void add(@Nullable Location location, String sentence) {
        add(location, sentence, null);
    }

    /** Notes a mistake and what to do about it. */
    public void add(@Nullable Location location, String sentence, @Nullable String suggestion) {
        add(new Problem(file, location, sentence, suggestion));
    }

    /** Notes a mistake of this file or of one that it names. */
    public void add(Problem problem) {
        count++;
        files.putIfAbsent(problem.file(), files.size());
        List<Problem> kept = problem.file().equals(file) ? found : ofOthers;
        if (kept.size() < MOST_KEPT) {
            kept.add(new Problem(
                    problem.file(),
                    problem.location(),
                    cut(problem.sentence()),
                    problem.suggestion() == null ? null : cut(problem.suggestion())));
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Notes that there is no value where one is written, and why; {@link #isRefused} tells so from then on. */
    void refuse(Location location, String sentence, String suggestion) {
        add(location, sentence, suggestion);
        refused.add(location);
    }

    /** Whether it has been said already why there is no value here. */
    public boolean isRefused(Location location) {
        return refused.contains(location);
    }

    /** Notes the mistakes of another file that this one names. */
    public void addAll(Problems others) {
        long before = count;
        others.found.forEach(this::add);
        others.ofOthers.forEach(this::add);
        others.files.keySet().forEach(each -> files.putIfAbsent(each, files.size()));
        count = before + others.count;
    }

    /** Notes a word that is not among the known ones, with the one that was probably meant. */
    public void unknown(Location location, String what, String word, Collection<String> known) {
        unknown(location, what, word, null, known);
    }

    /** {@link #unknown(Location, String, String, Collection)} with the place that it is unknown in. */
    public void unknown(Location location, String what, String word, @Nullable String where, Collection<String> known) {
        boolean compare = found.size() < MOST_KEPT && known.size() <= MOST_COMPARED;
        String nearest = compare ? Spelling.nearest(word, known) : null;
        String suggestion = nearest == null ? "known: " + words(known) : "did you mean \"" + nearest + "\"?";
        add(location, "unknown " + what + " " + quoted(word) + (where == null ? "" : " in " + where), suggestion);
    }

    private static String words(Collection<String> known) {
        String first = known.stream().limit(MOST_WORDS).collect(Collectors.joining(", "));
        return known.size() <= MOST_WORDS ? first : first + " and " + (known.size() - MOST_WORDS) + " more";
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many there are, those that are not kept included. */
    public long count() {
        return count;
    }

    /** The file itself, and each other file that has a mistake. */
    public Set<String> files() {
        return Set.copyOf(files.keySet());
    }

    /**
     * The mistakes to show, at most {@value #MOST_SHOWN}: those of this file first, then those of each other file, in the order
     * of each file.
     */
    public List<Problem> list() {
        return Stream.concat(found.stream(), ofOthers.stream())
                .sorted(Comparator.comparing((Problem each) -> files.getOrDefault(each.file(), 0))
                        .thenComparing(
                                each -> each.location() == null ? Location.START : each.location(), Problems::inOrder))
                .limit(MOST_SHOWN)
                .toList();
    }

    private static int inOrder(Location a, Location b) {
        return a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column());
    }
}
