package io.ehloscope.grafana;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the items of Markdown lists that are written with "1." throughout, for those who read the page as text. Lists can
 * be nested, and an item can go on below itself, indented. What belongs to an item with two digits is indented by one more
 * space, because Markdown counts from the text of the item.
 */
final class Numbering {

    private static final Pattern ITEM = Pattern.compile("( *)1\\. (.*)");

    private final StringBuilder counted = new StringBuilder();
    private final Deque<Item> open = new ArrayDeque<>();
    private boolean afterBlank;
    private boolean inCode;

    /**
     * An item that has begun.
     *
     * @param indent of its number, in the page as written
     * @param number the count
     */
    private record Item(int indent, int number) {

        /** Where its text begins, in the page as written. */
        int text() {
            return indent + "1. ".length();
        }

        /** How many more spaces than written its text needs. */
        int more() {
            return Integer.toString(number).length() - 1;
        }
    }

    private Numbering() {}

    /** The page with counted lists. */
    static String of(String page) {
        Numbering numbering = new Numbering();
        page.lines().forEach(numbering::line);
        return numbering.counted.toString();
    }

    private void line(String line) {
        int indent = line.length() - line.stripLeading().length();
        Matcher item = ITEM.matcher(line);
        if (!inCode && item.matches()) {
            while (!open.isEmpty() && open.peek().indent() > indent) {
                open.pop();
            }
            boolean goesOn = !open.isEmpty() && open.peek().indent() == indent;
            int number = goesOn ? open.pop().number() + 1 : 1;
            write(" ".repeat(indent) + number + ". " + item.group(2));
            open.push(new Item(indent, number));
        } else {
            boolean begins = !line.isBlank() && !inCode && (afterBlank || isBlock(line));
            while (begins && !open.isEmpty() && open.peek().text() > indent) {
                open.pop();
            }
            write(line);
        }
        if (line.strip().startsWith("```")) {
            inCode = !inCode;
        }
        afterBlank = line.isBlank();
    }

    /** Whether the line ends a paragraph even without a blank line before it. */
    private static boolean isBlock(String line) {
        String text = line.strip();
        return text.startsWith("#") || text.startsWith("- ") || text.startsWith("```");
    }

    private void write(String line) {
        int more = open.stream().mapToInt(Item::more).sum();
        counted.append(line.isBlank() ? line : " ".repeat(more) + line).append('\n');
    }
}
