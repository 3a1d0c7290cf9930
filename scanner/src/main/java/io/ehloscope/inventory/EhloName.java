package io.ehloscope.inventory;

import io.ehloscope.text.HiddenCharacter;
import io.ehloscope.yaml.ValueType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name in EHLO: a domain, or an address literal (RFC 5321 section 4.1.3). */
final class EhloName {

    private static final String IPV6 = "IPv6:";

    static final ValueType<String> FORM =
            ValueType.scalar("text, a domain or address literal", (scalar, what, problems) -> {
                String name = scalar.text();
                if (isValid(name)) {
                    return name;
                }
                HiddenCharacter hidden = HiddenCharacter.first(name);
                if (hidden != null) {
                    problems.add(
                            scalar.location(),
                            what + " " + ValueType.quoted(name) + " contains " + hidden.inWords(),
                            hidden.suggestion());
                    return null;
                }
                String suggestion = suggestion(name);
                problems.add(
                        scalar.location(),
                        what + " " + ValueType.quoted(name) + " is neither a domain nor an address literal",
                        suggestion == null
                                ? "like scanner.example.com or \"[192.0.2.1]\""
                                : "did you mean '" + suggestion + "'?");
                return null;
            });

    private EhloName() {}

    /** Whether the text is a valid argument of EHLO. */
    static boolean isValid(String name) {
        if (name.startsWith("[") && name.endsWith("]")) {
            return isLiteral(name.substring(1, name.length() - 1));
        }
        return !Addresses.looksLikeIpv4(name)
                && name.indexOf('_') < 0
                && HostName.flaw(name.toLowerCase(Locale.ROOT)) == null;
    }

    private static boolean isLiteral(String inside) {
        boolean v6 = inside.regionMatches(true, 0, IPV6, 0, IPV6.length());
        String address = v6 ? inside.substring(IPV6.length()) : inside;
        return Addresses.canonical(address) != null && v6 == (address.indexOf(':') >= 0);
    }

    private static @Nullable String suggestion(String name) {
        String bare = name.replaceAll("^\\[|]$", "");
        if (Addresses.canonical(bare) != null) {
            return bare.indexOf(':') < 0 ? "[" + bare + "]" : "[" + IPV6 + bare + "]";
        }
        String folded = HostName.fold(name);
        return folded != null && !folded.equals(name) && isValid(folded) ? folded : null;
    }
}
