package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stratoscope.SegmentSource.Connection;
import stratoscope.SegmentSource.Segment;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.record.JsonRecords;

/** Traffic made to exhaust the detector: memory stays below a bound, and the miner that was there before is still reported. */
@Timeout(120)
class AdversarialTrafficTest {
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final Connection MINER = new Connection(0x0A000001, 41_000, 0xC6336414, 3333);
  private static final int ATTACKER = 0x0B000000;
  private static final int TARGET = 0xCB007105;
  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long peakBytes;
  private long upSequence = 1000;
  private long downSequence = 5000;

  @Test
  void manyFlows_thatBeginLikeJson_stayBelow400MiB() throws IOException, RuleFileException {
    run(storm(200_000, i -> segment(i, 1, "{\"a\":")), 400);
    assertMinerIsReported();
  }

  @Test
  void endlessJson_inManyFlows_holdsABoundedSum() throws IOException, RuleFileException {
    int flows = 20_000;
    byte[] first = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[1,".getBytes(UTF_8);
    byte[] more = "1,".repeat(700).getBytes(UTF_8);
    run(storm(40 * flows, i -> new Segment(START_MICROS + i, connection(i % flows), true,
        i < flows ? 1 : 1 + first.length + (i / flows - 1L) * more.length, i < flows ? first : more)), 300);
    assertMinerIsReported();
  }

  @Test
  void deepNesting_isNoStackOverflow() throws IOException, RuleFileException {
    String deep = "{\"id\":1,\"params\":" + "[".repeat(30_000) + "\n";
    run(storm(2_000, i -> segment(i, 1, deep)), 200);
    assertMinerIsReported();
  }

  @Test
  void oneByteSegments_andSequenceJumps_stayBelow200MiB() throws IOException, RuleFileException {
    Random random = new Random(1);
    byte[] text = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n".getBytes(UTF_8);
    run(storm(300_000, i -> {
      Connection connection = connection(i % 5_000);
      boolean jumps = i % 2 == 0;
      long sequence = jumps ? random.nextInt() & 0xFFFF_FFFFL : 1 + i / 5_000;
      byte[] payload = jumps ? Arrays.copyOf(text, 1 + random.nextInt(text.length)) : new byte[] {text[i / 5_000 % text.length]};
      return new Segment(START_MICROS + i * 10L, connection, random.nextBoolean(), sequence, payload);
    }), 200);
    assertMinerIsReported();
  }

  @Test
  void absurdTimes_loseNoMiner() throws IOException, RuleFileException {
    long[] times = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1L << 52, 253_402_300_800_000_000L, START_MICROS};
    run(storm(100_000, i -> new Segment(times[i % times.length], connection(i), true, 1, "{\"id\":1}\n".getBytes(UTF_8))), 300);
    assertThat(minerRecords()).as("its flow ends when the clock jumps, with all it has shown").first().asString()
        .contains("\"verdict\":\"confirmed\"");
  }

  @Test
  void manyIdsOnOneConnection_stayBelow100MiB() throws IOException, RuleFileException {
    Iterator<Segment> ids = IntStream.range(0, 65_536).boxed().flatMap(i -> Stream.of(
        miner(false, "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"job" + i + "\",\"" + "ab".repeat(32)
            + "\",\"01\",\"02\",[],\"20000000\",\"1703a30c\",\"6553f1c0\",true]}"),
        miner(true, "{\"id\":" + (2L * i + 10)
            + ",\"method\":\"mining.authorize\",\"params\":[\"user" + i + ".w" + i + "\",\"p" + i + "\"]}"),
        miner(true, "{\"id\":\"" + i + "x\",\"method\":\"mining.submit\",\"params\":[\"user" + i + ".w\",\"job" + i
            + "\",\"00000000\",\"6553f1c1\",\"" + String.format(Locale.ROOT, "%08x", i) + "\"]}"))).iterator();
    run(ids, 100);
    assertMinerIsReported();
    assertThat(out.size()).as("bytes of records").isLessThan(200_000);
  }

  private void assertMinerIsReported() {
    assertThat(minerRecords()).singleElement().asString().contains("\"verdict\":\"confirmed\"");
  }

  private List<String> minerRecords() {
    return out.toString(UTF_8).lines()
        .filter(line -> line.contains("\"event_type\":\"mining\"") && line.contains("\"10.0.0.1\""))
        .toList();
  }

  /** A miner's handshake, the attack, and the end of it all. */
  private void run(Iterator<Segment> attack, long limitMib) throws IOException, RuleFileException {
    long before = usedBytes();
    Iterator<Segment> segments = Stream.of(handshake(), attack, Stream.generate(this::measured).limit(1).iterator())
        .flatMap(AdversarialTrafficTest::lazily).iterator();
    try (JsonRecords records = new JsonRecords(out)) {
      Detector detector = new Detector(DetectorOptions.defaults(), RuleFiles.load(null), records);
      detector.run(new SegmentSource(segments));
      records.onStats(detector.stats(Map.of(), 1));
    }
    assertThat((peakBytes - before) / MIB).as("MiB held by the detector").isLessThan(limitMib);
  }

  private static Stream<Segment> lazily(Iterator<Segment> segments) {
    return Stream.generate(() -> segments.hasNext() ? segments.next() : null).takeWhile(segment -> segment != null);
  }

  /** The last segment, made when all flows of the attack are still open. */
  private Segment measured() {
    peakBytes = usedBytes();
    return miner(true, "{\"id\":9,\"method\":\"mining.submit\",\"params\":[\"a.b\",\"1a\",\"00000000\",\"6553f1c1\",\"00000001\"]}");
  }

  private static long usedBytes() {
    System.gc();
    long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }

  private static Iterator<Segment> storm(int count, IntFunction<Segment> segment) {
    return IntStream.range(0, count).mapToObj(segment).iterator();
  }

  private static Connection connection(int i) {
    return new Connection(ATTACKER + i, 1024 + i % 60_000, TARGET, 4444);
  }

  private static Segment segment(int i, long sequence, String payload) {
    return new Segment(START_MICROS + i, connection(i), true, sequence, payload.getBytes(UTF_8));
  }

  private Iterator<Segment> handshake() {
    return Stream.of(
        miner(true, "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.12.1\"]}"),
        miner(false, "{\"id\":1,\"result\":[[[\"mining.notify\",\"5ca1ab1f\"]],\"5ca1ab1f\",8],\"error\":null}"),
        miner(true, "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"a.b\",\"x\"]}"),
        miner(false, "{\"id\":2,\"result\":true,\"error\":null}"),
        miner(false, "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1a\",\"" + "cd".repeat(32)
            + "\",\"01\",\"02\",[],\"20000000\",\"1703a30c\",\"6553f1c0\",true]}")).iterator();
  }

  private Segment miner(boolean isFromClient, String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    long sequence = isFromClient ? upSequence : downSequence;
    if (isFromClient) {
      upSequence += bytes.length;
    } else {
      downSequence += bytes.length;
    }
    return new Segment(START_MICROS, MINER, isFromClient, sequence, bytes);
  }
}
