package io.ehloscope.catalogue;

import io.ehloscope.smtp.Verb;
import io.ehloscope.yaml.ValueType;
import java.util.List;
import java.util.regex.Pattern;

/** Types of verbs and parameters in inventories and profiles. */
final class VerbForms {

    /**
     * An {@code ehlo-keyword} (RFC 5321 section 4.1.1.1), with the parameter that some servers append with {@code =}.
     */
    private static final Pattern VERB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}(=[!-<>-~]{1,64})?");

    private static final Pattern PARAM = Pattern.compile("[!-~]{1,64}");

    /** A verb; its value is the name in upper case. */
    static final ValueType<String> NAME = ValueType.scalar("verb", (scalar, what, problems) -> {
        if (VERB.matcher(scalar.text()).matches()) {
            return Verb.key(scalar.text());
        }
        problems.add(
                scalar.location(),
                what + " " + ValueType.quoted(scalar.text()) + " is not a verb",
                "use letters, digits and \"-\", like STARTTLS or X-EXPS=LOGIN");
        return null;
    });

    /** A list of verbs. */
    static final ValueType<List<String>> NAMES = ValueType.listOf(NAME);

    /** A parameter of a verb. */
    static final ValueType<String> PARAM_OF_VERB = ValueType.scalar("param", (scalar, what, problems) -> {
        if (PARAM.matcher(scalar.text()).matches()) {
            return scalar.text();
        }
        problems.add(
                scalar.location(),
                what + " " + ValueType.quoted(scalar.text()) + " is not a parameter of a verb",
                "use one word of printable ASCII, like LOGIN");
        return null;
    });

    private VerbForms() {}
}
