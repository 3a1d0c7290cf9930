package io.ehloscope.scan;

import io.ehloscope.evidence.Observation;
import io.ehloscope.inventory.Timeouts;
import io.ehloscope.plan.Target;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection to be made.
 *
 * @param target for which target
 * @param address whom to speak to
 * @param timeouts the bounds of this connection: what is left of the attempt's total, and less patience with the connect
 *     where another address is to be tried next
 * @param before what an earlier connection of the same attempt showed, where saying EHLO cost it: then HELO is to be said
 *     at once. Null for EHLO
 */
public record Call(
        Target target,
        InetSocketAddress address,
        Timeouts timeouts,
        @Nullable Observation before) {}
