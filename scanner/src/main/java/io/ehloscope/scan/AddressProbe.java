package io.ehloscope.scan;

import io.ehloscope.dialogue.Attempt;
import io.ehloscope.dialogue.DialogueWatch;
import io.ehloscope.evidence.Failure;
import io.ehloscope.evidence.FailureEvidence;
import io.ehloscope.evidence.Observation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.evidence.ProbeOutcome.Answered;
import io.ehloscope.evidence.ProbeOutcome.Failed;
import io.ehloscope.evidence.Stage;
import io.ehloscope.plan.Target;
import io.ehloscope.plan.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one address chain of a target between two connections. The addresses of a chain are tried in order until
 * a connection to one of them succeeds. A target has one chain, or one for each address if all addresses are probed.
 * Immutable.
 *
 * @param target the target
 * @param addresses of the chain, in order
 * @param current the index of the address of the next connection
 * @param shortages connections that failed because of a shortage on the scanner's own machine
 * @param round the state of the current round
 * @param last the outcome of the last attempt; null before the first attempt has ended
 * @param reported the index of the address that the last outcome is of
 * @param withList the best attempt so far that got a complete EHLO list; null if none did
 * @param unconnected the addresses that could not be connected to
 */
record AddressProbe(
        Target target,
        List<InetAddress> addresses,
        int current,
        int shortages,
        Round round,
        @Nullable ProbeOutcome last,
        int reported,
        @Nullable WithList withList,
        UnconnectedAddresses unconnected) {

    /**
     * The upper limit of the connect timeout while another address is still to be tried in the first round: the longest
     * delay between attempts of RFC 8305 section 5, and time for one lost SYN. In later rounds, only the configured
     * timeout applies.
     */
    static final Duration FALLBACK_TIMEOUT = Duration.ofSeconds(2);

    /** After this many shortages, a chain no longer waits until they end ({@link OverloadBackoff}). */
    static final int MAX_SHORTAGES = 20;

    private static final Round FIRST = new Round(0, 0, false, null);

    /**
     * One round: an attempt at the chain, with one connection or more.
     *
     * @param failed rounds that failed before it
     * @param spent nanoseconds for which its connections have lasted
     * @param connectFailed whether its last connection could not be opened
     * @param beforeHelo what was observed before the server closed the connection after EHLO; if present, the next
     *     connection starts with HELO
     */
    private record Round(
            int failed,
            long spent,
            boolean connectFailed,
            @Nullable Observation beforeHelo) {}

    /**
     * An attempt that got a complete EHLO list.
     *
     * @param outcome of the attempt
     * @param address the index of its address
     */
    private record WithList(ProbeOutcome outcome, int address) {

        /** Whether another attempt with a list says at least as much: TLS got as far, or further. */
        boolean isMatchedBy(ProbeOutcome other) {
            return reached(other).compareTo(reached(outcome)) >= 0;
        }

        private static Stage reached(ProbeOutcome outcome) {
            Failure later = outcome.observation().laterFailure();
            return later == null ? Stage.QUIT : later.stage();
        }
    }

    /** A chain before its first connection. */
    AddressProbe(Target target, List<InetAddress> addresses) {
        this(target, addresses, 0, 0, FIRST, null, 0, null, UnconnectedAddresses.NONE);
    }

    /** The address of the next connection. */
    InetSocketAddress address() {
        return new InetSocketAddress(addresses.get(current), target.port());
    }

    /** The next connection, with this name in EHLO or HELO. */
    Attempt attempt(String ehloName) {
        Timeouts all = target.settings().timeouts();
        boolean hasFallback = round.failed == 0 && current + 1 < addresses.size();
        Timeouts left = new Timeouts(
                all.dns(),
                hasFallback ? shorter(all.connect(), FALLBACK_TIMEOUT) : all.connect(),
                all.greeting(),
                all.reply(),
                all.total().minusNanos(round.spent));
        Attempt.Opening opening = isHelo() ? Attempt.Opening.HELO : Attempt.Opening.EHLO;
        return new Attempt(target, address(), ehloName, opening, left, round.failed + 1, DialogueWatch.NONE);
    }

    /** Whether the next connection starts with HELO instead of EHLO. */
    boolean isHelo() {
        return round.beforeHelo != null;
    }

    /** How many rounds have failed. */
    int failedRounds() {
        return round.failed;
    }

    /** Whether the total timeout leaves time for another connection in this round. */
    boolean hasTimeLeft() {
        return round.spent < target.settings().timeouts().total().toNanos();
    }

    /** Whether the address of the next connection is the first one of the chain. */
    boolean isAtFirstAddress() {
        return current == 0;
    }

    /** Whether the chain has not yet met too many shortages to wait for the end of another one. */
    boolean waitsOutShortages() {
        return shortages + 1 < MAX_SHORTAGES;
    }

    /** After a connection that failed because of a shortage; the connection does not count as an attempt. */
    AddressProbe afterShortage() {
        return new AddressProbe(
                target, addresses, current, shortages + 1, round, last, reported, withList, unconnected);
    }

    /**
     * After a connection. If no address of a round can be connected to, the failure of the first one is kept: the
     * preferred address says more than the network of the last one.
     *
     * @param took the nanoseconds from the start of the connect to the outcome
     */
    AddressProbe after(ProbeOutcome outcome, long took) {
        Failure refusal = connectFailure(outcome);
        Round next = new Round(round.failed, round.spent + took, refusal != null, round.beforeHelo);
        boolean keepsFirst = refusal != null && round.connectFailed;
        ProbeOutcome whole = whole(outcome);
        return new AddressProbe(
                target,
                addresses,
                current,
                shortages,
                next,
                keepsFirst ? last : whole,
                keepsFirst ? reported : current,
                isBestWithList(whole) ? new WithList(whole, current) : withList,
                unconnected.with(current, refusal));
    }

    /** Whether an attempt got a complete EHLO list. No later attempt takes that list from the result. */
    boolean hasList() {
        return withList != null;
    }

    /**
     * The outcome to report: that of the best attempt that got a complete EHLO list, otherwise the last one. If STARTTLS
     * or TLS failed in several attempts, its detail has their number. If other addresses could not be connected to, the
     * outcome has a remark that names them.
     *
     * @return null before the first attempt has ended
     */
    @Nullable
    ProbeOutcome outcome() {
        if (last == null) {
            return null;
        }
        ProbeOutcome best = withList == null ? last : withAttempts(withList.outcome, last);
        int address = withList == null ? reported : withList.address;
        String others = unconnected.inWords(addresses, address, best);
        return others == null ? best : best.withObservation(best.observation().withRemark(others));
    }

    /** The next connection starts with HELO. */
    AddressProbe withHelo() {
        Observation before = last == null ? null : last.observation();
        return in(new Round(round.failed, round.spent, round.connectFailed, before));
    }

    /** The next connection is to the next address; after the last address, to the first. */
    AddressProbe withNextAddress() {
        int next = (current + 1) % addresses.size();
        return new AddressProbe(target, addresses, next, shortages, round, last, reported, withList, unconnected);
    }

    /** The round has failed; the next connection starts another one. */
    AddressProbe withNextRound() {
        return in(new Round(round.failed + 1, 0, false, null));
    }

    private boolean isBestWithList(ProbeOutcome ended) {
        boolean hasList = ended instanceof Answered && ended.observation().reply() != null;
        return hasList && (withList == null || withList.isMatchedBy(ended));
    }

    private ProbeOutcome withAttempts(ProbeOutcome best, ProbeOutcome latest) {
        Failure failure = NextStep.failure(best);
        Failure end = NextStep.failure(latest);
        int attempts = end == null ? round.failed + 1 : round.failed;
        if (failure == null || attempts < 2) {
            return best;
        }
        String words = attempts + " attempts" + (latest.equals(best) ? "" : "; the last one " + inWords(end));
        return best.withObservation(
                best.observation().withLaterFailure(failure.withDetail(failure.detail() + " (" + words + ")")));
    }

    private static String inWords(@Nullable Failure end) {
        return end == null
                ? "got no EHLO list"
                : "failed: " + end.stage().label() + " " + end.reason().label().replace('_', ' ');
    }

    private static @Nullable Failure connectFailure(ProbeOutcome outcome) {
        return outcome instanceof Failed failed && failed.failure().stage() == Stage.CONNECT ? failed.failure() : null;
    }

    private ProbeOutcome whole(ProbeOutcome outcome) {
        Observation before = round.beforeHelo;
        return before == null
                ? outcome
                : FailureEvidence.weighed(
                        outcome.withObservation(outcome.observation().precededBy(before)));
    }

    private AddressProbe in(Round next) {
        return new AddressProbe(target, addresses, current, shortages, next, last, reported, withList, unconnected);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
