package io.ehloscope.smtp;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The words of a line as a list that holds only the line. A line can be 2 KiB of one-letter words, and a separate
 * string for each word would take thirty times the memory.
 */
final class Words extends AbstractList<String> implements RandomAccess {

    private final String text;
    private final int size;

    /** The words of a text that neither begins nor ends with a blank. */
    Words(String text) {
        this.text = text;
        int words = 0;
        for (int at = 0; at < text.length(); at = nextWord(at)) {
            words++;
        }
        this.size = words;
    }

    @Override
    public String get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        int at = 0;
        for (int i = 0; i < index; i++) {
            at = nextWord(at);
        }
        return text.substring(at, endOfWord(at));
    }

    @Override
    public int size() {
        return size;
    }

    /** Whether one of the words is this, without regard to case. */
    boolean has(String word) {
        for (int at = 0; at < text.length(); at = nextWord(at)) {
            if (endOfWord(at) - at == word.length() && text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private int nextWord(int at) {
        int next = endOfWord(at);
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return next;
    }

    private int endOfWord(int at) {
        int end = at;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether this character separates words. */
    static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
