package stratoscope.stratum;

import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** What one JSON message of a handshake costs: to parse it, and to ask the dialects in order until one is certain. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
  @Param({"stratum-v1", "cryptonote", "eth-proxy"})
  private String dialect;

  private final RpcParser parser = new RpcParser(StratumOptions.DEFAULTS);
  private byte[][] texts;
  private RpcMessage[] messages;
  private int next;

  @Setup
  public void read() {
    List<byte[]> said = RecordedConversation.of(dialect).messages();
    texts = said.toArray(byte[][]::new);
    messages = said.stream().map(text -> parser.parse(text, 0, text.length)).toArray(RpcMessage[]::new);
  }

  @Benchmark
  public RpcMessage parse() {
    next = (next + 1) % texts.length;
    return parser.parse(texts[next], 0, texts[next].length);
  }

  @Benchmark
  public StratumDialect probe() {
    next = (next + 1) % messages.length;
    StratumDialect possible = null;
    for (StratumDialect candidate : Dialects.ALL) {
      Probe probe = candidate.probe(messages[next]);
      if (probe == Probe.CERTAIN) {
        return candidate;
      }
      possible = probe == Probe.POSSIBLE && possible == null ? candidate : possible;
    }
    return possible;
  }
}
