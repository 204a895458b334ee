package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.live.Convoy;
import stratoscope.capture.live.FlowSplit;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.inventory.Inventory;
import stratoscope.packet.FrameView;
import stratoscope.packet.PacketFate;
import stratoscope.packet.PacketOptions;
import stratoscope.record.JsonRecords;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.state.StateFile;
import stratoscope.state.StateKeeper;
import stratoscope.testing.MakePcaps;

/** Several detectors that share the shipped captures, and one that has them all. */
class WorkersTest {
  private static final String WIRE = "wire0";
  private static final long START_MICROS = 1_750_000_000_000_000L;
  private static final long GAP_MICROS = 100;
  /** Those in which packets depend on others of another connection, or are in tunnels; and some that mine in clear. */
  private static final List<String> FOLDERS = List.of("encrypted", "tunnels", "carriers", "cryptonote");
  private static final List<RawPacket> ALL = load();
  /** What a line is about. */
  private static final Pattern ABOUT = Pattern.compile("\"flow_id\":\\d+|\"host\":\\{\"ip\":\"[^\"]+\"");

  @TempDir
  private Path folder;

  /** Packets that are in memory. */
  private static class Packets implements PacketSource {
    private final List<RawPacket> packets;
    private int next;

    Packets(List<RawPacket> packets) {
      this.packets = packets;
    }

    @Override
    public boolean next(RawPacket packet) throws IOException {
      if (next == packets.size()) {
        return false;
      }
      packets.get(next++).copyTo(packet);
      return true;
    }

    @Override
    public String name() {
      return WIRE;
    }

    @Override
    public void close() {
      // nothing to close
    }
  }

  /** What was written, and the sums. */
  private record Result(List<String> findings, List<String> hosts, Stats stats, long handedOver) {}

  /** The packets of captures, one after another and an even time apart. */
  private static List<RawPacket> load() {
    List<RawPacket> packets = new ArrayList<>();
    RawPacket packet = new RawPacket();
    try {
      List<CaptureFile> files = new ArrayList<>();
      for (String folder : FOLDERS) {
        for (Path path : MakePcaps.captures(MakePcaps.root().resolve(folder))) {
          files.add(new CaptureFile(path.toString(), path, Files.size(path)));
        }
      }
      try (CaptureInput in = CaptureSequence.inOrder(files, new CaptureProblems())) {
        while (in.next(packet)) {
          packet.number = packets.size() + 1;
          packet.timestampMicros = START_MICROS + packet.number * GAP_MICROS;
          packets.add(packet.copy());
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packets;
  }

  /** Splits at random, as no kernel would, in runs of some packets; but a datagram's fragments stay together, as with any. */
  private static List<Packets> split(List<RawPacket> packets, int workers) {
    SplittableRandom random = new SplittableRandom(7);
    List<List<RawPacket>> parts = new ArrayList<>();
    IntStream.range(0, workers).forEach(worker -> parts.add(new ArrayList<>()));
    FrameView frame = new FrameView(PacketOptions.DEFAULTS);
    int worker = 0;
    for (RawPacket p : packets) {
      worker = random.nextInt(3) == 0 ? random.nextInt(workers) : worker;
      PacketFate fate = frame.decode(p.data, p.offset, p.capturedLength, p.originalLength, p.linkType, p.timestampMicros, p.number);
      boolean isWhole = fate == PacketFate.INSPECTED && frame.segment().data == p.data;
      parts.get(isWhole || fate == PacketFate.INSPECTED_DNS ? worker : 0).add(p);
    }
    return parts.stream().map(Packets::new).toList();
  }

  private static Knowledge shipped() {
    try {
      return ShippedRules.take();
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
  }

  private static Workers workers(List<? extends PacketSource> sources, RecordSink records) {
    DetectorOptions options = DetectorOptions.defaults();
    Docket docket = new Docket(options, shipped(), Inventory.NONE, records);
    int count = sources.size();
    return new Workers(docket, options, shipped(), new FlowSplit(count, 0x1234_5678_9ABCL), List.of("none0", WIRE), sources,
        new Convoy(count, 0, Long.MAX_VALUE));
  }

  private static Result run(List<RawPacket> packets, int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonRecords records = JsonRecords.live(out)) {
      Workers workers = workers(split(packets, count), records);
      workers.run();
      Stats stats = workers.stats(Map.of(), 1);
      assertThat(workers.lostLessons()).isZero();
      return new Result(lines(out, "mining"), lines(out, "host"), stats, workers.handedOver());
    }
  }

  private static List<String> lines(ByteArrayOutputStream out, String type) {
    return Stream.of(out.toString(UTF_8).split("\n")).filter(line -> line.contains("\"event_type\":\"" + type + "\"")).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void shippedCaptures_splitAtRandom_giveWhatOneDetectorFinds(int count) throws IOException {
    Result one = run(ALL, 1);
    Result several = run(ALL, count);
    assertThat(several.findings()).containsExactlyElementsOf(one.findings()).hasSizeGreaterThan(100);
    assertThat(several.hosts()).containsExactlyElementsOf(one.hosts());
    assertThat(several.handedOver()).isGreaterThan(ALL.size() / 3);
    Stats stats = several.stats();
    assertThat(stats.packets()).isEqualTo(ALL.size())
        .isEqualTo(stats.inspected() + stats.ignored().values().stream().mapToLong(Long::longValue).sum()
            + stats.dropped().values().stream().mapToLong(Long::longValue).sum());
    assertThat(stats.ignored()).isEqualTo(one.stats().ignored());
    assertThat(stats.dropped()).isEqualTo(one.stats().dropped());
    assertThat(stats.streams().get("segments")).isEqualTo(one.stats().streams().get("segments"));
    assertThat(stats.hostsScreened()).isEqualTo(one.stats().hostsScreened());
    assertThat(stats.hostsFound()).isEqualTo(one.stats().hostsFound());
    assertThat(stats.sessions()).isEqualTo(one.stats().sessions());
  }

  /** The last line of each session and host of a run that takes up a state, if there is one, and leaves another. */
  private static List<String> run(List<RawPacket> packets, int count, Path state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonRecords records = JsonRecords.live(out);
        StateKeeper keeper = new StateKeeper(state, () -> 0, () -> Long.MAX_VALUE, line -> {
          throw new AssertionError(line);
        })) {
      Workers workers = workers(split(packets, count), records);
      workers.watch(pulse -> { });
      if (Files.exists(state)) {
        StateFile.read(state, shipped().rules(), workers::restore);
      }
      workers.save(keeper);
      keeper.start();
      workers.run();
    }
    Map<String, String> latest = new TreeMap<>();
    for (String line : out.toString(UTF_8).split("\n")) {
      Matcher about = ABOUT.matcher(line);
      if (about.find()) {
        latest.put(about.group(), line);
      }
    }
    return List.copyOf(latest.values());
  }

  private List<List<String>> restarted(int before, int after) throws IOException {
    Path state = folder.resolve(before + "-then-" + after);
    int half = ALL.size() / 2;
    return List.of(run(ALL.subList(0, half), before, state), run(ALL.subList(half, ALL.size()), after, state));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "1, 3", "3, 1"})
  void restartAmidTraffic_givesWhatOneDetectorFinds_withAnyNumberOfWorkers(int before, int after) throws IOException {
    List<List<String>> one = restarted(1, 1);
    List<List<String>> several = restarted(before, after);
    assertThat(one).allSatisfy(lines -> assertThat(lines).hasSizeGreaterThan(40));
    assertThat(one.get(0)).as("some go on").anyMatch(line -> line.contains("\"state\":\"open\""));
    assertThat(several.get(0)).containsExactlyElementsOf(one.get(0));
    assertThat(several.get(1)).containsExactlyElementsOf(one.get(1));
  }

  @Test
  void failureOfOne_endsAll_andIsThrown() {
    List<PacketSource> sources = new ArrayList<>(split(ALL, 2));
    sources.add(new Packets(List.of()) {
      @Override
      public boolean next(RawPacket packet) throws IOException {
        throw new IOException("the third is broken");
      }
    });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> workers(sources, JsonRecords.live(out)).run()).isInstanceOf(IOException.class)
        .hasMessage("the third is broken");
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().startsWith("worker-"));
  }
}
