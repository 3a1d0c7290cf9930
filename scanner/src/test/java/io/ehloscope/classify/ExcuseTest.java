package io.ehloscope.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcuseTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            X-EXPS GSSAPI NTLM,AUTH GSSAPI NTLM            | true
            X-EXPS GSSAPI NTLM                             | true
            X-EXPS,AUTH                                    | true
            X-EXPS GSSAPI NTLM,XFOO LOGIN                  | true
            X-EXPS GSSAPI NTLM login,AUTH GSSAPI           | false
            X-EXPS GSSAPI NTLM,AUTH GSSAPI NTLM LOGIN      | false
            X-EXPS GSSAPI NTLM,AUTH GSSAPI,AUTH=LOGIN      | false
            X-EXPS GSSAPI NTLM,AUTH=PLAIN LOGIN            | false
            X-EXPS GSSAPI NTLM,AUTH NTLM,AUTH LOGIN        | false
            AUTH GSSAPI NTLM                               | false
            XEXCH50,X-LINK2STATE                           | false
            """)
    void basicAuthenticationIsOffIfXexpsIsOfferedWithoutLogin(String verbs, boolean applies) {
        assertThat(Excuse.BASIC_AUTH_OFF.appliesTo(
                        Replies.ehlo(verbs.split(",")).verbs()))
                .isEqualTo(applies);
    }
}
