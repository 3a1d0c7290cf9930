package io.ehloscope.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a host name that counts: {@code [01-40]}, {@code [1,3,7]}, {@code [01-03,07]}.
 *
 * @param spans in order
 */
public record Numbers(List<Span> spans) {

    /** Copies the spans. */
    public Numbers {
        spans = List.copyOf(spans);
    }

    /** How many numbers. */
    public long size() {
        return spans.stream().mapToLong(Span::size).sum();
    }

    /** All numbers as they are written. */
    public List<String> all() {
        List<String> all = new ArrayList<>();
        for (Span span : spans) {
            for (long number = span.first(); number <= span.last(); number++) {
                all.add(span.text(number));
            }
        }
        return all;
    }

    /** The number that takes most characters. */
    String widest() {
        return spans.stream()
                .map(span -> span.text(span.last()))
                .reduce("", (a, b) -> a.length() >= b.length() ? a : b);
    }

    /**
     * Numbers that follow each other.
     *
     * @param first the first
     * @param last the last, included
     * @param width filled up with zeros to this many digits
     */
    public record Span(long first, long last, int width) {

        /** How many numbers. */
        public long size() {
            return last - first + 1;
        }

        private String text(long number) {
            String digits = Long.toString(number);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }
}
