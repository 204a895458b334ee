package stratoscope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.live.FlowSplit;
import stratoscope.config.Knowledge;
import stratoscope.flow.FlowOptions;
import stratoscope.host.Host;
import stratoscope.inventory.Inventory;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.state.StateException;
import stratoscope.state.StateFile;
import stratoscope.state.StateKeeper;
import stratoscope.state.StateReader;

/** A part of a capture as live traffic to a sensor that may know something from before, and may leave what it knows. */
final class RestartedTraffic implements RecordSink {
  /** By flow and start, as the view {@code latest} of the store: what was told last. */
  final Map<String, Finding> latest = new LinkedHashMap<>();
  final Map<String, Host> hosts = new LinkedHashMap<>();
  final List<Finding> ended = new ArrayList<>();
  final List<Finding> open = new ArrayList<>();
  final List<Finding> resumed = new ArrayList<>();
  final List<Host> resumedHosts = new ArrayList<>();

  private static String keyOf(Finding finding) {
    return finding.connection().flowId() + "/" + finding.connection().firstSeenMicros();
  }

  @Override
  public void onMining(Finding finding, ProofPackets proof) {
    latest.put(keyOf(finding), finding);
    ended.add(finding);
  }

  @Override
  public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) {
    latest.put(keyOf(finding), finding);
    open.add(finding);
  }

  @Override
  public void onResumed(Finding finding) {
    resumed.add(finding);
  }

  @Override
  public void onResumedHost(Host host) {
    resumedHosts.add(host);
  }

  @Override
  public void onHost(Host host) {
    hosts.put(host.address().toString(), host);
  }

  @Override
  public void onStats(Stats stats) {}

  @Override
  public void close() {}

  /** Packets of a capture, from one to before another, counted from 0, and ticks behind them. */
  record Part(Path capture, long from, long end, long... ticksAfterMicros) {}

  private static final class PartSource implements PacketSource {
    private final CaptureInput capture;
    private final Part part;
    private long given;
    private int ticks;
    private long lastMicros;

    PartSource(Part part) throws IOException {
      this.part = part;
      capture = CaptureSequence.inOrder(
          List.of(new CaptureFile(part.capture.toString(), part.capture, Files.size(part.capture))), new CaptureProblems());
    }

    @Override
    public boolean next(RawPacket packet) throws IOException {
      packet.isTick = false;
      while (given < part.end && capture.next(packet)) {
        lastMicros = packet.timestampMicros;
        if (given++ >= part.from) {
          return true;
        }
      }
      given = part.end;
      packet.isTick = true;
      int tick = ticks++;
      packet.timestampMicros = tick < part.ticksAfterMicros.length ? lastMicros + part.ticksAfterMicros[tick] : 0;
      return tick < part.ticksAfterMicros.length;
    }

    @Override
    public String name() {
      return "wire0";
    }

    @Override
    public void close() throws IOException {
      capture.close();
    }
  }

  /** With small tables, since there are many of them. */
  private static DetectorOptions options() {
    DetectorOptions d = DetectorOptions.defaults();
    FlowOptions flow = new FlowOptions().synCacheSlots(4096).rejectedSlots(4096).slowSlots(4096);
    return new DetectorOptions(d.packet(), flow, d.stratum(), d.host(), 0, d.weakest());
  }

  /**
   * Runs a sensor.
   *
   * @param before state to take up; null for none
   * @param after where to leave the state; null for nowhere
   */
  void run(Knowledge knowledge, Part part, @Nullable Path before, @Nullable Path after) throws IOException {
    try (PacketSource source = new PartSource(part); StateKeeper keeper = after == null ? null : keeper(after)) {
      Workers sensor = sensor(knowledge, source);
      if (before != null) {
        StateFile.look(before);
        StateFile.read(before, knowledge.rules(), sensor::restore);
      }
      if (keeper != null) {
        sensor.save(keeper);
        keeper.start();
      }
      sensor.run();
    }
  }

  /** Runs a sensor that takes up what records it can; says of each whether it could. */
  List<Boolean> runWith(Knowledge knowledge, List<StateReader> records, Path capture) throws IOException {
    List<Boolean> taken = new ArrayList<>();
    try (PacketSource source = new PartSource(new Part(capture, 0, Long.MAX_VALUE))) {
      Workers sensor = sensor(knowledge, source);
      for (StateReader record : records) {
        boolean isTaken = true;
        try {
          sensor.restore(record);
        } catch (StateException e) {
          isTaken = false;
        }
        taken.add(isTaken);
      }
      sensor.run();
    }
    return taken;
  }

  private Workers sensor(Knowledge knowledge, PacketSource source) {
    Workers sensor = new Workers(options(), knowledge, Inventory.NONE, this, new FlowSplit(1, 0), List.of("wire0"), List.of(source));
    sensor.watch(pulse -> {});
    return sensor;
  }

  private static StateKeeper keeper(Path after) {
    return new StateKeeper(after, () -> 0, () -> Long.MAX_VALUE, line -> {
      throw new AssertionError(line);
    });
  }
}
