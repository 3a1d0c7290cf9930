package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {

    @ParameterizedTest(name = "{0} {1} in {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            size       | -          | SIZE 1000               | -
            SIZE       | -          | size                    | -
            SIZE       | -          | DSN                     | SIZE
            AUTH       | LOGIN      | AUTH login              | -
            AUTH       | LOGIN      | AUTH NTLM,AUTH LOGIN    | -
            AUTH       | NTLM,LOGIN | AUTH NTLM               | AUTH LOGIN
            AUTH       | LOGIN      | AUTH=LOGIN              | AUTH
            AUTH=LOGIN | -          | AUTH=LOGIN              | -
            AUTH=LOGIN | -          | AUTH=PLAIN LOGIN        | -
            AUTH=LOGIN | -          | AUTH=LOGIN PLAIN        | -
            AUTH=LOGIN | -          | AUTH LOGIN              | AUTH=LOGIN
            AUTH=LOGIN | -          | AUTH=PLAIN              | AUTH=LOGIN
            AUTH=LOGIN | -          | X-EXPS=NTLM LOGIN       | AUTH=LOGIN
            X-EXPS=LOGIN | -        | X-EXPS LOGIN            | X-EXPS=LOGIN
            """)
    void lackingPartIsReturned(String verb, @Nullable String params, String list, @Nullable String lacking) {
        Requirement requirement = new Requirement(verb, params == null ? List.of() : List.of(params.split(",")), null);

        assertThat(requirement.lackingIn(Replies.ehlo(list.split(",")).verbs())).isEqualTo(lacking);
    }
}
