package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.json.JsonObjectDecoder;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;

/**
 * Two ways to cut a conversation into messages: our decoder called directly, and a Netty channel per direction with a
 * {@link ByteToMessageDecoder} in it. The line decoder does less work than a JSON one must: what it costs is the channel's price.
 * {@code established} goes on with a conversation, {@code new…} makes one, feeds it and ends it; {@link #main} weighs one at rest.
 */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FramingBenchmark {
  private static final int WEIGHED = 20_000;

  /** Who cuts. */
  public enum Way {
    DIRECT, CHANNEL_JSON, CHANNEL_LINE
  }

  /** Counted beside the conversations. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Counts {
    /** Complete messages of both sides. */
    public long messages;
  }

  /** Both directions of one conversation. */
  private interface Framing {
    void onBytes(Direction direction, ByteBuf bytes);

    void end();
  }

  @Param
  private Way way;
  @Param({"stratum-v1", "cryptonote", "eth-proxy"})
  private String dialect;

  private final DecoderMemory memory = new DecoderMemory(StratumOptions.DEFAULTS, new FlowCounts());
  private RecordedConversation recorded;
  private Framing open;
  private long frames;
  private long frameBytes;

  @Setup
  public void read() {
    recorded = RecordedConversation.of(dialect);
    open = newFraming();
    converse(open, new Counts());
    if (frames != recorded.messages().size()) {
      throw new IllegalStateException(way + " finds " + frames + " messages instead of " + recorded.messages().size());
    }
  }

  @Benchmark
  public long established(Counts counts) {
    return converse(open, counts);
  }

  @Benchmark
  public long newConversation(Counts counts) {
    Framing framing = newFraming();
    long bytes = converse(framing, counts);
    framing.end();
    return bytes;
  }

  private long converse(Framing framing, Counts counts) {
    long before = frames;
    for (RecordedConversation.Delivery delivery : recorded.deliveries()) {
      framing.onBytes(delivery.direction(), delivery.bytes());
    }
    counts.messages += frames - before;
    return frameBytes;
  }

  private Framing newFraming() {
    return switch (way) {
      case DIRECT -> new Direct();
      case CHANNEL_JSON -> new Channels(() -> new JsonObjectDecoder(StratumOptions.DEFAULTS.maxMessageBytes()));
      case CHANNEL_LINE -> new Channels(() -> new LineBasedFrameDecoder(StratumOptions.DEFAULTS.maxMessageBytes()));
    };
  }

  private final class Direct implements Framing, StratumFrameDecoder.Sink {
    private final StratumFrameDecoder up = new StratumFrameDecoder(StratumOptions.DEFAULTS, memory, true, this);
    private final StratumFrameDecoder down = new StratumFrameDecoder(StratumOptions.DEFAULTS, memory, true, this);

    @Override
    public void onBytes(Direction direction, ByteBuf bytes) {
      (direction == Direction.FROM_ORIGINATOR ? up : down).onBytes(bytes);
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length) {
      frames++;
      frameBytes += length;
    }

    @Override
    public void onForeign(byte[] bytes, int offset, int length) {
      throw new IllegalStateException("no JSON");
    }

    @Override
    public void onOversize() {
      throw new IllegalStateException("oversize");
    }

    @Override
    public void end() {}
  }

  private final class Channels implements Framing {
    private final EmbeddedChannel up;
    private final EmbeddedChannel down;

    Channels(Supplier<ByteToMessageDecoder> decoder) {
      up = new EmbeddedChannel(decoder.get(), new Tail());
      down = new EmbeddedChannel(decoder.get(), new Tail());
    }

    @Override
    public void onBytes(Direction direction, ByteBuf bytes) {
      (direction == Direction.FROM_ORIGINATOR ? up : down).writeInbound(bytes.retainedDuplicate());
    }

    @Override
    public void end() {
      up.finishAndReleaseAll();
      down.finishAndReleaseAll();
    }
  }

  private final class Tail extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf frame = (ByteBuf) message;
      frames++;
      frameBytes += frame.readableBytes();
      frame.release();
    }
  }

  /** Prints what a conversation keeps on the heap between its segments, each way; run by hand, see {@code detector/bench/README.md}. */
  public static void main(String[] arguments) {
    for (Way way : Way.values()) {
      FramingBenchmark benchmark = new FramingBenchmark();
      benchmark.way = way;
      benchmark.dialect = "stratum-v1";
      benchmark.read();
      Framing[] atRest = new Framing[WEIGHED];
      long before = usedBytes();
      for (int i = 0; i < WEIGHED; i++) {
        atRest[i] = benchmark.newFraming();
        benchmark.converse(atRest[i], new Counts());
      }
      System.out.println(way + ": " + (usedBytes() - before) / atRest.length + " bytes per conversation");
    }
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
