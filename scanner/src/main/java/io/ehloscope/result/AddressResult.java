package io.ehloscope.result;

import io.ehloscope.classify.Assessment;
import io.ehloscope.evidence.ProbeOutcome;
import java.net.InetSocketAddress;

/**
 * The result of one address, of a target whose addresses are all probed.
 *
 * @param address the address
 * @param outcome how the reported attempt ended, with the observation: the last one, unless an earlier one
 *     with an EHLO list got further
 * @param assessment the assessment of this address alone
 */
public record AddressResult(InetSocketAddress address, ProbeOutcome outcome, Assessment assessment) {}
