package io.ehloscope.inventory;

import io.ehloscope.yaml.ValueType;
import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules for host names: those of RFC 1123, and underscores, which many Windows networks use. */
public final class HostName {

    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL_LENGTH = 63;

    private HostName() {}

    /** The name in lower case and ASCII, without a trailing dot; null if it has no ASCII form. */
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
     * Whether a name from DNS can be a host name: it is in lower case and ASCII, without a trailing dot. An address is
     * not a host name, and neither is any other name whose last label is a number (RFC 1123 section 2.1).
     */
    public static boolean isHostName(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return flaw(name) == null && !last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What is wrong with a folded name, in words; null if it is valid. */
    static @Nullable String flaw(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.length() > MAX_LENGTH) {
            return "it is longer than " + MAX_LENGTH + " characters";
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
        if (end - start > MAX_LABEL_LENGTH) {
            return "a part of it is longer than " + MAX_LABEL_LENGTH + " characters";
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
