/**
 * The grammar of SMTP replies and nothing else: bytes in, values out (RFC 5321, section 4.2).
 *
 * <p>Start with {@link io.ehloscope.smtp.ReplyReader}, which turns bytes into {@link io.ehloscope.smtp.Reply replies}
 * within {@link io.ehloscope.smtp.ReplyLimits bounds}. {@link io.ehloscope.smtp.EhloReply} separates the greeting line
 * from the {@link io.ehloscope.smtp.Verb verbs}. This package has no I/O, no clock, and no logger, so the same code
 * reads a live reply, a recorded one, and a pasted one.
 */
@NullMarked
package io.ehloscope.smtp;

import org.jspecify.annotations.NullMarked;
