package io.ehloscope.yaml;

import io.ehloscope.text.Durations;
import io.ehloscope.text.Printable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value in a file: its description for people, and how to read it.
 *
 * @param <T> the type in Java
 * @param type the description, bounds included, for example {@code whole number, 1 to 65535}
 * @param reading reads a node
 */
public record ValueType<T>(String type, Reading<T> reading) {

    private static final int SHOWN = 80;

    /** Turns a node into a value. */
    @FunctionalInterface
    public interface Reading<T> {
        /** The value; null if there is none, which is then added to the problems. */
        @Nullable
        T read(Node node, String what, Problems problems);
    }

    /** Turns text into a value. */
    @FunctionalInterface
    public interface Parsing<T> {
        /** The value; null if there is none, which is then added to the problems. */
        @Nullable
        T parse(Node.Scalar scalar, String what, Problems problems);
    }

    /** Reads a node; returns null if it is not of this type, which is then added to the problems. */
    public @Nullable T read(Node node, String what, Problems problems) {
        return reading.read(node, what, problems);
    }

    /** A scalar that is not null, read by this parser. */
    public static <T> ValueType<T> scalar(String type, Parsing<T> parsing) {
        return new ValueType<>(type, (node, what, problems) -> {
            if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
                return parsing.parse(scalar, what, problems);
            }
            wrongKind(node, what, type, problems);
            return null;
        });
    }

    /** Text of 1 to {@code most} characters, without control characters and without blanks at its ends. */
    public static ValueType<String> text(int most) {
        return scalar("text, at most " + most + " characters", (scalar, what, problems) -> {
            String text = scalar.text();
            if (text.isBlank()) {
                problems.add(scalar.location(), what + " is empty", "set a value, or omit it");
            } else if (text.length() > most) {
                problems.add(
                        scalar.location(), what + " is longer than " + most + " characters: " + problems.quoted(text));
            } else if (text.chars().anyMatch(Character::isISOControl)) {
                problems.add(scalar.location(), what + " contains a control character: " + problems.quoted(text));
            } else if (!text.equals(text.strip())) {
                problems.add(scalar.location(), what + " begins or ends with a space: " + problems.quoted(text));
            } else {
                return text;
            }
            return null;
        });
    }

    /** A whole number between two bounds, both included. */
    public static ValueType<Integer> integer(int least, int most) {
        return scalar("whole number, " + least + " to " + most, (scalar, what, problems) -> {
            String text = scalar.text();
            String range = "write " + least + " to " + most;
            if (!text.matches("-?[0-9]+")) {
                problems.add(scalar.location(), what + " " + problems.quoted(text) + " is not a whole number", range);
            } else if (text.length() > 10 || Long.parseLong(text) < least || Long.parseLong(text) > most) {
                problems.add(scalar.location(), what + " " + problems.quoted(text) + " is out of range", range);
            } else {
                return Integer.valueOf(text);
            }
            return null;
        });
    }

    /** A decimal number between two bounds, both included. */
    public static ValueType<Double> decimal(double least, double most) {
        String bounds = String.valueOf(least).replaceAll("\\.0$", "") + " to "
                + String.valueOf(most).replaceAll("\\.0$", "");
        return scalar("number, " + bounds, (scalar, what, problems) -> {
            String text = scalar.text();
            if (!text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
                problems.add(
                        scalar.location(), what + " " + problems.quoted(text) + " is not a number", "write " + bounds);
                return null;
            }
            double value = Double.parseDouble(text);
            if (value < least || value > most) {
                problems.add(
                        scalar.location(), what + " " + problems.quoted(text) + " is out of range", "write " + bounds);
                return null;
            }
            return value;
        });
    }

    /** A duration between two bounds, both included, in the notation of {@link Durations}. */
    public static ValueType<Duration> duration(Duration least, Duration most) {
        String bounds = Durations.text(least) + " to " + Durations.text(most);
        return scalar("duration, " + bounds, (scalar, what, problems) -> {
            String text = scalar.text();
            Duration value = Durations.parse(text);
            if (value == null) {
                String meant = Durations.meant(text);
                problems.add(
                        scalar.location(),
                        what + " " + problems.quoted(text) + (meant == null ? " is not a duration" : " has no unit"),
                        meant == null ? Durations.EXAMPLES : "did you mean \"" + meant + "\"?");
            } else if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                problems.add(
                        scalar.location(), what + " " + problems.quoted(text) + " is out of range", "write " + bounds);
                return null;
            }
            return value;
        });
    }

    /** A calendar date in ISO 8601 format. */
    public static ValueType<LocalDate> date() {
        return scalar("date, like 2027-01-31", (scalar, what, problems) -> {
            String text = scalar.text();
            if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                problems.add(
                        scalar.location(),
                        what + " " + problems.quoted(text) + " is not a date",
                        "year-month-day, like 2027-01-31");
                return null;
            }
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                problems.add(scalar.location(), what + " " + problems.quoted(text) + " does not exist in the calendar");
                return null;
            }
        });
    }

    /** One of a set of words. */
    public static <T> ValueType<T> oneOf(T[] values, Function<T, String> label) {
        Map<String, T> known = new TreeMap<>();
        List<String> words = new ArrayList<>();
        for (T value : values) {
            known.put(label.apply(value), value);
            words.add(label.apply(value));
        }
        return scalar(String.join(", ", words), (scalar, what, problems) -> {
            T value = known.get(scalar.text());
            if (value == null) {
                problems.unknown(scalar.location(), what, scalar.text(), words);
            }
            return value;
        });
    }

    /** A list of values of one type; invalid ones are left out. */
    public static <T> ValueType<List<T>> listOf(ValueType<T> form) {
        String type = "a list of: " + form.type();
        return new ValueType<>(type, (node, what, problems) -> {
            if (!(node instanceof Node.Sequence sequence)) {
                wrongKind(node, what, type, problems);
                return null;
            }
            List<T> values = new ArrayList<>(sequence.items().size());
            for (Node item : sequence.items()) {
                T value = form.read(item, what, problems);
                if (value != null) {
                    values.add(value);
                }
            }
            return List.copyOf(values);
        });
    }

    /** One value, or a list of values of one type; invalid ones are left out. */
    public static <T> ValueType<List<T>> oneOrMore(ValueType<T> form) {
        ValueType<List<T>> list = listOf(form);
        return new ValueType<>(form.type() + ", or a list", (node, what, problems) -> {
            if (node instanceof Node.Sequence) {
                return list.read(node, what, problems);
            }
            T value = form.read(node, what, problems);
            return value == null ? null : List.of(value);
        });
    }

    /** A mapping, which the caller reads. */
    public static ValueType<Node.Mapping> mapping() {
        return new ValueType<>("mapping", (node, what, problems) -> {
            if (node instanceof Node.Mapping mapping) {
                return mapping;
            }
            wrongKind(node, what, "a mapping", problems);
            return null;
        });
    }

    /** Any node, which the caller reads. */
    public static ValueType<Node> node(String type) {
        return new ValueType<>(type, (node, what, problems) -> node);
    }

    /** Text as a message shows it: quoted, cut to 80 characters, and escaped for terminals. */
    public static String quoted(String text) {
        return "\"" + Printable.escape(text, SHOWN) + "\"";
    }

    private static void wrongKind(Node node, String what, String wanted, Problems problems) {
        if (problems.isRefused(node.location())) {
            return;
        }
        if (node instanceof Node.Scalar scalar && scalar.isNull()) {
            problems.add(node.location(), what + " has no value", "set one, or omit it");
        } else {
            boolean brackets = node instanceof Node.Sequence && wanted.startsWith("text");
            problems.add(
                    node.location(),
                    what + " is " + node.kind(),
                    "expected: " + wanted + (brackets ? "; quote a value that begins with [" : ""));
        }
    }
}
