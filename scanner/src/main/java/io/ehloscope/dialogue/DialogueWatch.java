package io.ehloscope.dialogue;

import io.ehloscope.evidence.Stage;
import io.ehloscope.smtp.Transcript;

/** Is notified of the progress of one dialogue, on its event loop. Must be quick, and must not throw. */
public interface DialogueWatch {

    /** Does nothing. */
    DialogueWatch NONE = new DialogueWatch() {};

    /** A line was sent or has arrived, or an event of the connection happened. */
    default void line(Transcript.Entry entry) {}

    /** A stage begins; the first one, the connect, is not reported. */
    default void entered(Stage stage) {}

    /** The dialogue has ended, or was cut. */
    default void ended() {}
}
