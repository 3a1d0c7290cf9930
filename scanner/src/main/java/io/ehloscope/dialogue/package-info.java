/**
 * One dialogue with one server, from connect to close.
 *
 * <p>{@link io.ehloscope.dialogue.Conversation} is the order of the steps: a state machine without I/O or clock, fed with
 * bytes and times, that answers with the next {@link io.ehloscope.dialogue.Move}. {@link io.ehloscope.dialogue.WireHandler}
 * drives it from a Netty channel and is the only class that sees its bytes on the wire;
 * {@link io.ehloscope.dialogue.NettyDialogue} opens the connection. {@link io.ehloscope.dialogue.FailureMapper} is the only
 * place that reads exceptions.
 */
@NullMarked
package io.ehloscope.dialogue;

import org.jspecify.annotations.NullMarked;
