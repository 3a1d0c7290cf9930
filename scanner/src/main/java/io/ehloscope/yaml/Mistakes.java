package io.ehloscope.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file, so that all of it can be said in one run. Not thread-safe. */
public final class Mistakes {

    private final String file;
    private final List<Mistake> found = new ArrayList<>();
    private final Set<Mark> refused = new HashSet<>();

    /** No mistakes yet in this file. */
    public Mistakes(String file) {
        this.file = file;
    }

    /** The file, as the user named it. */
    public String file() {
        return file;
    }

    /** Notes a mistake. */
    public void add(@Nullable Mark mark, String sentence) {
        found.add(new Mistake(file, mark, sentence, null));
    }

    /** Notes a mistake and what to do about it. */
    public void add(@Nullable Mark mark, String sentence, @Nullable String suggestion) {
        found.add(new Mistake(file, mark, sentence, suggestion));
    }

    /** Notes that there is no value where one is written, and why; {@link #isRefused} tells so from then on. */
    void refuse(Mark mark, String sentence, String suggestion) {
        add(mark, sentence, suggestion);
        refused.add(mark);
    }

    /** Whether it has been said already why there is no value here. */
    public boolean isRefused(Mark mark) {
        return refused.contains(mark);
    }

    /** Notes the mistakes of another file that this one names. */
    public void addAll(Collection<Mistake> others) {
        found.addAll(others);
    }

    /** Notes a word that is not among the known ones, with the one that was probably meant. */
    public void unknown(Mark mark, String what, String word, Collection<String> known) {
        unknown(mark, what, word, null, known);
    }

    /** {@link #unknown} with the place that it is unknown in. */
    public void unknown(Mark mark, String what, String word, @Nullable String where, Collection<String> known) {
        String nearest = Spelling.nearest(word, known);
        String suggestion =
                nearest == null ? "known: " + String.join(", ", known) : "did you mean \"" + nearest + "\"?";
        add(mark, "unknown " + what + " " + Form.quoted(word) + (where == null ? "" : " in " + where), suggestion);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All mistakes: those of this file first, then those of each other file; each in the order of its file. */
    public List<Mistake> list() {
        List<String> files = new ArrayList<>(new LinkedHashSet<>(
                Stream.concat(Stream.of(file), found.stream().map(Mistake::file))
                        .toList()));
        return found.stream()
                .sorted(Comparator.comparing((Mistake each) -> files.indexOf(each.file()))
                        .thenComparing(each -> each.mark() == null ? Mark.START : each.mark(), Mistakes::inOrder))
                .toList();
    }

    private static int inOrder(Mark a, Mark b) {
        return a.line() != b.line() ? Integer.compare(a.line(), b.line()) : Integer.compare(a.column(), b.column());
    }
}
