package io.ehloscope.yaml;

import io.ehloscope.text.Printable;
import io.ehloscope.text.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
 * Collects the problems of one file and of the files that it names, so that one run reports all of them. Counts every
 * problem, and keeps the first {@value #MOST_KEPT} of this file and as many of the others, but of those with the same
 * cause only the first {@value #MOST_ALIKE} of a file. Not thread-safe.
 */
public final class Problems {

    /** The largest number of problems in {@link #list()}. */
    public static final int MOST_SHOWN = 50;

    private static final int MOST_KEPT = 200;

    /** The largest number of problems with the same cause in one file that are shown one by one. */
    private static final int MOST_ALIKE = 5;

    /** The largest number of characters of a sentence and of a suggestion. */
    private static final int MAX_LENGTH = 1_000;

    /** The largest number of words that a suggestion lists. */
    private static final int MOST_WORDS = 40;

    /** Among more known words than this, the nearest is not searched for: a thousand take 1 ms. */
    private static final int MOST_COMPARED = 1_000;

    private final String file;
    private final UnaryOperator<String> quoting;
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> foundInOthers = new ArrayList<>();
    private final Set<Location> refused = new HashSet<>();
    private final Set<Location> keptLocations = new HashSet<>();
    /** Each file that has a problem, with its position; the file itself is the first. */
    private final Map<String, Integer> files = new LinkedHashMap<>();

    private final Map<Cause, Alike> causes = new LinkedHashMap<>();

    private long count;

    /** What problems of a file have in common: the sentence without quoted text and digits. */
    private record Cause(String file, String sentence) {
        static Cause of(Problem problem) {
            StringBuilder text = new StringBuilder();
            boolean isQuoted = false;
            for (char each : problem.sentence().toCharArray()) {
                isQuoted ^= each == '"';
                if (!isQuoted && !Character.isDigit(each)) {
                    text.append(each);
                }
            }
            return new Cause(problem.file(), text.toString());
        }
    }

    /**
     * The problems with one cause.
     *
     * @param count how many there are
     * @param last the location of the last one in the file; null if none has a location
     */
    private record Alike(long count, @Nullable Location last) {
        static final Alike NONE = new Alike(0, null);

        Alike with(long more, @Nullable Location location) {
            boolean isLater = location != null && (last == null || inOrder(last, location) < 0);
            return new Alike(count + more, isLater ? location : last);
        }
    }

    /** No problems yet in this file, whose text can be shown. */
    public Problems(String file) {
        this(file, ValueType::quoted);
    }

    /**
     * No problems yet in this file.
     *
     * @param file as the user named it
     * @param quoting turns text of the file into quoted text for a message
     */
    public Problems(String file, UnaryOperator<String> quoting) {
        this.file = file;
        this.quoting = quoting;
        files.put(file, 0);
    }

    /** Text of the file as a message can show it, in quotes. */
    public String quoted(String text) {
        return quoting.apply(text);
    }

    /** The file, as the user named it. */
    public String file() {
        return file;
    }

    /** Adds a problem. */
    public void add(@Nullable Location location, String sentence) {
        add(location, sentence, null);
    }

    /** Adds a problem and what to do about it. */
    public void add(@Nullable Location location, String sentence, @Nullable String suggestion) {
        add(new Problem(file, location, sentence, suggestion));
    }

    /**
     * Adds a problem of this file or of one that it names. The same problem at the same location is added once: an
     * alias makes a reader meet a value again.
     */
    public void add(Problem problem) {
        List<Problem> kept = problem.file().equals(file) ? found : foundInOthers;
        boolean isKnownPlace = problem.location() != null && keptLocations.contains(problem.location());
        Cause cause = Cause.of(problem);
        Alike alike = causes.getOrDefault(cause, Alike.NONE);
        boolean isKept = kept.size() < MOST_KEPT && alike.count() < MOST_ALIKE;
        Problem shown = isKnownPlace || isKept ? shown(problem) : problem;
        if (isKnownPlace && kept.contains(shown)) {
            return;
        }
        count++;
        causes.put(cause, alike.with(1, problem.location()));
        files.putIfAbsent(problem.file(), files.size());
        if (isKept) {
            kept.add(shown);
            if (problem.location() != null) {
                keptLocations.add(problem.location());
            }
        }
    }

    private static Problem shown(Problem problem) {
        return new Problem(
                problem.file(),
                problem.location(),
                cut(problem.sentence()),
                problem.suggestion() == null ? null : cut(problem.suggestion()));
    }

    private static String cut(String text) {
        return Printable.cut(text, MAX_LENGTH);
    }

    /** Adds a problem that leaves a value unusable; {@link #isRefused} is true for its location from then on. */
    void refuse(Location location, String sentence, String suggestion) {
        add(location, sentence, suggestion);
        refused.add(location);
    }

    /** Whether a problem already explains why there is no value at this location. */
    public boolean isRefused(Location location) {
        return refused.contains(location);
    }

    /** Adds the problems of another file that this one names. */
    public void addAll(Problems others) {
        long before = count;
        others.found.forEach(this::add);
        others.foundInOthers.forEach(this::add);
        others.causes.forEach((cause, alike) -> {
            long kept = Stream.concat(others.found.stream(), others.foundInOthers.stream())
                    .filter(each -> Cause.of(each).equals(cause))
                    .count();
            causes.merge(
                    cause,
                    new Alike(alike.count() - kept, alike.last()),
                    (known, more) -> known.with(more.count(), more.last()));
        });
        others.files.keySet().forEach(each -> files.putIfAbsent(each, files.size()));
        count = before + others.count;
    }

    /** Adds an unknown word, with the known word that was probably meant. */
    public void unknown(Location location, String what, String word, Collection<String> known) {
        unknown(location, what, word, null, known);
    }

    /** {@link #unknown(Location, String, String, Collection)} with the part of the file where the word is unknown. */
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

    /** Whether there are no problems. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The number of problems, including those that are not kept. */
    public long count() {
        return count;
    }

    /** The file itself, and every other file that has a problem. */
    public Set<String> files() {
        return Set.copyOf(files.keySet());
    }

    /**
     * The problems to show, at most {@value #MOST_SHOWN}: those of this file first, then those of each other file, in
     * the order of each file. Behind the last one that is shown of a cause, a problem counts the others.
     */
    public List<Problem> list() {
        return listing().problems();
    }

    /**
     * What to show.
     *
     * @param problems the problems, and those that count others
     * @param rest the number of problems that they neither show nor count
     */
    record Listing(List<Problem> problems, long rest) {}

    Listing listing() {
        List<Problem> ordered = Stream.concat(found.stream(), foundInOthers.stream())
                .sorted(Comparator.comparing((Problem each) -> files.getOrDefault(each.file(), 0))
                        .thenComparing(
                                each -> each.location() == null ? Location.START : each.location(), Problems::inOrder))
                .toList();
        Map<Cause, Integer> lastOf = new HashMap<>();
        Map<Cause, Integer> kept = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            lastOf.put(Cause.of(ordered.get(i)), i);
            kept.merge(Cause.of(ordered.get(i)), 1, Integer::sum);
        }
        List<Problem> all = new ArrayList<>();
        long rest = count;
        for (int i = 0; i < ordered.size() && all.size() < MOST_SHOWN; i++) {
            Problem problem = ordered.get(i);
            Cause cause = Cause.of(problem);
            all.add(problem);
            rest--;
            Alike alike = causes.getOrDefault(cause, Alike.NONE);
            long more = alike.count() - kept.getOrDefault(cause, 0);
            if (more > 0 && lastOf.getOrDefault(cause, -1) == i && all.size() < MOST_SHOWN) {
                all.add(new Problem(problem.file(), problem.location(), others(more, alike.last()), null));
                rest -= more;
            }
        }
        return new Listing(all, rest);
    }

    private static String others(long more, @Nullable Location last) {
        return "and " + more + " more with the same cause"
                + (last == null
                        ? ""
                        : more == 1 ? ", in line " + last.line() : ", the last one in line " + last.line());
    }

    private static int inOrder(Location a, Location b) {
        return a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column());
    }
}
