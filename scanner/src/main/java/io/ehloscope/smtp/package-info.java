/**
 * The grammar of SMTP replies, and nothing else: bytes in, values out (RFC 5321 section 4.2).
 *
 * <p>Start with {@link io.ehloscope.smtp.ReplyReader}, which turns bytes into {@link io.ehloscope.smtp.Reply replies}
 * within {@link io.ehloscope.smtp.ReplyLimits bounds}; then {@link io.ehloscope.smtp.EhloReply}, which tells the greeting
 * line from the {@link io.ehloscope.smtp.Verb verbs}. There is no I/O, no clock and no logger here, so a live reply, a
 * recorded one and a pasted one are read by the same code.
 */
@NullMarked
package io.ehloscope.smtp;

import org.jspecify.annotations.NullMarked;
