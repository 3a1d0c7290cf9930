package io.ehloscope.bench;

import io.ehloscope.classify.Assessment;
import io.ehloscope.classify.Classifier;
import io.ehloscope.classify.Expectation;
import io.ehloscope.evidence.ProbeOutcome;
import io.ehloscope.smtp.ReplyEvent;
import io.ehloscope.smtp.ReplyLimits;
import io.ehloscope.smtp.ReplyReader;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one healthy target costs beside the network: its bytes read, its dialogue led, its verdict found. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DialogueBenchmark {

    private final Classifier classifier = Sample.CATALOGUE.classifier(Sample.CATALOGUE.profiles());
    private final ProbeOutcome outcome = Sample.dialogue();
    private final Expectation expectation = Expectation.of("auto", 25);

    /** The bytes of one EHLO reply to lines. */
    @Benchmark
    public @Nullable ReplyEvent readReply() {
        return new ReplyReader(ReplyLimits.DEFAULT).read(ByteBuffer.wrap(Sample.EHLO));
    }

    /** A whole dialogue, from connect to 221. */
    @Benchmark
    public ProbeOutcome dialogue() {
        return Sample.dialogue();
    }

    /** The verdict on it, by the profile of the product that is recognised. */
    @Benchmark
    public Assessment classify() {
        return classifier.assess(outcome, expectation);
    }
}
