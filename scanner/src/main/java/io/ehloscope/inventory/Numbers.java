package io.ehloscope.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers in a host name: {@code [01-40]}, {@code [1,3,7]}, {@code [01-03,07]}.
 *
 * @param spans the ranges, in order
 */
public record Numbers(List<Span> spans) {

    /** Copies the spans. */
    public Numbers {
        spans = List.copyOf(spans);
    }

    /** The number of numbers. */
    public long size() {
        return spans.stream().mapToLong(Span::size).sum();
    }

    /** All numbers, formatted. */
    public List<String> all() {
        List<String> all = new ArrayList<>();
        for (Span span : spans) {
            for (long number = span.first(); number <= span.last(); number++) {
                all.add(span.text(number));
            }
        }
        return all;
    }

    /** The number with the most characters. */
    String widest() {
        return spans.stream()
                .map(span -> span.text(span.last()))
                .reduce("", (a, b) -> a.length() >= b.length() ? a : b);
    }

    /**
     * Consecutive numbers.
     *
     * @param first the first number
     * @param last the last number, included
     * @param width the least number of digits; shorter numbers get leading zeros
     */
    public record Span(long first, long last, int width) {

        /** The number of numbers. */
        public long size() {
            return last - first + 1;
        }

        private String text(long number) {
            String digits = Long.toString(number);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }
}
