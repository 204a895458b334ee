package stratoscope.stratum;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import stratoscope.evidence.Verdict;
import stratoscope.flow.FlowCounts;

/** Whole conversations per second, from the bytes of each segment to the verdict, and the messages in them. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ConversationBenchmark {
  @Param({"stratum-v1", "cryptonote", "eth-proxy"})
  private String dialect;

  private final StratumConversation.Factory factory =
      new StratumConversation.Factory(StratumOptions.DEFAULTS, RecordedConversation.knowledge().rules(),
          RecordedConversation.knowledge().dialects(), new FlowCounts());
  private RecordedConversation recorded;
  private int messagesEach;

  /** Counted beside the conversations. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Counts {
    /** Complete JSON messages of both sides. */
    public long messages;
  }

  @Setup
  public void read() {
    recorded = RecordedConversation.of(dialect);
    messagesEach = recorded.messages().size();
    if (converse(new Counts()) != Verdict.CONFIRMED) {
      throw new IllegalStateException(dialect + " is not confirmed");
    }
  }

  @Benchmark
  public Verdict converse(Counts counts) {
    StratumConversation conversation = factory.newConversation(recorded.flow(), (event, micros) -> {});
    for (RecordedConversation.Delivery delivery : recorded.deliveries()) {
      conversation.onBytes(delivery.direction(), delivery.bytes(), delivery.timestampMicros(), delivery.packetNumber());
      conversation.interest(); // the flow table asks after each segment
    }
    counts.messages += messagesEach;
    return conversation.verdict();
  }
}
