package io.ehloscope.paste;

import static org.assertj.core.api.Assertions.assertThat;

import io.ehloscope.paste.PastedDialogue.Command;
import io.ehloscope.smtp.Reply;
import io.ehloscope.smtp.ReplyLine;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a reply of a paste belongs in its dialogue. */
class PastedDialogueTest {

    /** Each step is a command and a reply to it, or a reply alone; the last reply has the outcome. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE 220 h ESMTP                                            | PLACED",
                "NONE 220 2.0.0 go ahead                                     | PLACED",
                "NONE 554 no                                                 | PLACED",
                "NONE 500 what                                               | PLACED",
                "NONE 220 h ESMTP; NONE 220 h ESMTP                          | BEGINS_ANOTHER",
                "NONE 220 h ESMTP; EHLO 220 hi                               | PLACED",
                "NONE 220 h ESMTP; EHLO 220 h ESMTP                          | BEGINS_ANOTHER",
                "NONE 220 h ESMTP; NONE 221 bye                              | IGNORED",
                "NONE 220 h ESMTP; NONE 221 bye; NONE 250 x                  | BEGINS_ANOTHER",
                "NONE 221 bye; NONE 220 h ESMTP                              | PLACED",
                "NONE 220 h ESMTP; NONE 354 go on                            | IGNORED",
                "NONE 220 h ESMTP; AUTH 334 x                                | IGNORED",
                "NONE 220 h ESMTP; OTHER 250 ok                              | IGNORED",
                "NONE 220 h ESMTP; HELO 250 h                                | PLACED",
                "EHLO 250-h/250-SIZE/250 STARTTLS; NONE 220 go ahead         | PLACED",
                "EHLO 250-h/250 SIZE; NONE 220 go ahead                      | BEGINS_ANOTHER",
                "EHLO 250-h/250 SIZE; NONE 220 2.0.0 go ahead                | PLACED",
                "EHLO 250-h/250 SIZE; STARTTLS 220 x                         | PLACED",
                "EHLO 250-h/250 SIZE; STARTTLS 454 x                         | PLACED",
                "EHLO 250-h/250 SIZE; STARTTLS 250-h/250 DSN                 | IGNORED",
                "STARTTLS 250-h/250 DSN                                      | PLACED",
                "EHLO 250-h/250 SIZE; EHLO 550 no                            | IGNORED",
                "EHLO 250-h/250 SIZE; EHLO 250-h/250 DSN                     | PLACED",
                "EHLO 250-h/250 STARTTLS; EHLO 250-h/250 DSN                 | IGNORED",
                "EHLO 250-h/250 SIZE; AUTH 235 ok; EHLO 250-h/250 DSN        | IGNORED",
                "NONE 250-h/250 SIZE; NONE 250-h/250 DSN                     | PLACED",
                "NONE 250-h/250 SIZE; NONE 250-other/250 DSN                 | BEGINS_ANOTHER",
                "NONE 250-h/250 SIZE; NONE 250 ok                            | IGNORED",
                "NONE 500 what; NONE 250 h                                   | PLACED",
                "NONE 500 what; AUTH 334 x; NONE 250 h                       | IGNORED"
            })
    void replyHasItsPlace(String steps, PastedDialogue.Outcome expected) {
        PastedDialogue dialogue = new PastedDialogue(false);
        PastedDialogue.Outcome outcome = PastedDialogue.Outcome.IGNORED;
        for (String step : steps.split("; ", -1)) {
            int blank = step.indexOf(' ');
            outcome = dialogue.take(reply(step.substring(blank + 1)), Command.valueOf(step.substring(0, blank)));
        }
        assertThat(outcome).isEqualTo(expected);
    }

    private static Reply reply(String lines) {
        return new Reply(
                Arrays.stream(lines.split("/", -1)).map(ReplyLine::parse).toList());
    }
}
