package io.ehloscope.inventory;

import io.ehloscope.yaml.ValueType;
import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules for host names: RFC 1123, and underscores, which many a Windows network has. */
public final class HostName {

    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private HostName() {}

    /** The name in lower case and ASCII, without the dot at its end; null where it cannot be written in ASCII. */
    static @Nullable String fold(String name) {
        String folded = name;
        if (!name.chars().allMatch(c -> c < 0x80)) {
            try {
                folded = IDN.toASCII(name);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        folded = folded.toLowerCase(Locale.ROOT);
        return folded.endsWith(".") ? folded.substring(0, folded.length() - 1) : folded;
    }

    /**
     * Whether a name from DNS can be a host's: lower case and ASCII, without a dot at its end. An address is none, and
     * neither is any other name whose last label is a number (RFC 1123 section 2.1).
     */
    public static boolean isHostName(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return flaw(name) == null && !last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What is wrong with a folded name, in words; null where nothing is. */
    static @Nullable String flaw(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.length() > LONGEST) {
            return "it is longer than " + LONGEST + " characters";
        }
        int start = 0;
        while (start <= name.length()) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            String flaw = labelFlaw(name, start, end);
            if (flaw != null) {
                return flaw;
            }
            start = end + 1;
        }
        return null;
    }

    private static @Nullable String labelFlaw(String name, int start, int end) {
        if (start == end) {
            return "it has one dot too many";
        }
        if (end - start > LONGEST_LABEL) {
            return "a part of it is longer than " + LONGEST_LABEL + " characters";
        }
        if (name.charAt(start) == '-' || name.charAt(end - 1) == '-') {
            return "a part of it begins or ends with \"-\"";
        }
        for (int i = start; i < end; i++) {
            if (!isAllowed(name.charAt(i))) {
                return ValueType.quoted(name.substring(i, i + 1)) + " is not allowed in it";
            }
        }
        return null;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
