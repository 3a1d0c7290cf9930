package io.ehloscope.evidence;

/** How a probe ended. */
public sealed interface ProbeOutcome {

    /** The observation, complete or in part. */
    Observation observation();

    /** This outcome with another observation; a skipped target has none. */
    ProbeOutcome withObservation(Observation seen);

    /**
     * The server answered EHLO, or HELO after it refused EHLO, completely.
     *
     * @param observation the observation
     */
    record Answered(Observation observation) implements ProbeOutcome {
        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return new Answered(seen);
        }
    }

    /**
     * The dialogue ended without an answer.
     *
     * @param failure where and why
     * @param observation the observation up to the failure
     */
    record Failed(Failure failure, Observation observation) implements ProbeOutcome {
        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return new Failed(failure, seen);
        }
    }

    /**
     * The inventory rules the target out: it is excluded, or in maintenance.
     *
     * @param why the reason, in one sentence
     */
    record RuledOut(String why) implements ProbeOutcome {
        @Override
        public Observation observation() {
            return Observation.NOTHING;
        }

        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return this;
        }
    }

    /**
     * The target was not probed, although the inventory asks for it.
     *
     * @param why the reason, in one sentence
     */
    record Skipped(String why) implements ProbeOutcome {
        @Override
        public Observation observation() {
            return Observation.NOTHING;
        }

        @Override
        public ProbeOutcome withObservation(Observation seen) {
            return this;
        }
    }
}
