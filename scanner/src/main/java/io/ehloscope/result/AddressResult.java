package io.ehloscope.result;

import io.ehloscope.classify.Assessment;
import io.ehloscope.evidence.ProbeOutcome;
import java.net.InetSocketAddress;

/**
 * What one of a target's addresses came to, where all are asked for.
 *
 * @param address which
 * @param outcome how its last attempt ended, and what was seen
 * @param assessment what that means, of this address alone
 */
public record AddressResult(InetSocketAddress address, ProbeOutcome outcome, Assessment assessment) {}
