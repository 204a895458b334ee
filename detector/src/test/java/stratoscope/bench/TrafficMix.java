package stratoscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import stratoscope.packet.IpAddress;
import stratoscope.testing.CaptureScript;
import stratoscope.testing.MakePcaps;

/**
 * A capture of any length in which many conversations go on at a time, and a few of all are planted mining sessions; a SYN flood may fall
 * into its middle. One thread. The same arguments give the same packets. Of 4,000 conversations, times make 5,000 packets a second, or
 * fewer where the mix is too short for a session; of more, as many more, but 500,000 a second at most.
 */
final class TrafficMix {
  static final int FEW_TALKS = 4000;
  private static final int NOISE_BYTES = 1 << 20;
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final long MICROS_PER_PACKET = 200;
  private static final long LEAST_MICROS_PER_PACKET = 2;
  private static final int FLOODED = 0xC613_FF01; // 198.19.255.1
  private static final int MINER_NETWORK = 0x0A4D_0000; // 10.77.0.0/16
  private static final int POOL_NETWORK = 0xCB00_7100; // 203.0.113.0/24
  private static final int LEAST_MINERS = 12;
  private static final long PACKETS_PER_MINER = 80_000;
  /** Sessions must be over when the mix is; its length in time is known this well. */
  private static final double SAFE_PART = 0.9;

  /** What a scan must find, each once and nothing else. */
  record Planted(String address, String dialect) {}

  /** Takes the packets. */
  interface Sink {
    void packet(long micros, Frame frame) throws IOException;
  }

  private record Due(long micros, int ordinal, Talk talk, boolean isPlanted) {}

  private record Script(String dialect, Replay.Session session) {}

  private final long packets;
  private final int talks;
  private final long floodPackets;
  private final SplittableRandom random;
  private final List<Script> scripts = new ArrayList<>();
  private final List<Planted> planted = new ArrayList<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>((a, b) ->
      a.micros != b.micros ? Long.compare(a.micros, b.micros) : Integer.compare(a.ordinal, b.ordinal));
  private final long durationMicros;
  private final Background background;
  private int ordinals;

  TrafficMix(long packets, long seed) throws IOException {
    this(packets, seed, FEW_TALKS, 0);
  }

  /**
   * @param packets without those of the flood
   * @param talks that go on at a time
   * @param floodPackets each a connection of its own, between the second and the fourth quarter of the others
   */
  TrafficMix(long packets, long seed, int talks, long floodPackets) throws IOException {
    this.packets = packets;
    this.talks = talks;
    this.floodPackets = floodPackets;
    random = new SplittableRandom(seed);
    Path pcaps = MakePcaps.root();
    for (String dialect : new String[] {"stratum-v1", "cryptonote", "eth-proxy"}) {
      for (String name : new String[] {"handshake", "start-midstream", "one-byte-segments"}) {
        scripts.add(new Script(dialect, session(pcaps.resolve(dialect).resolve(name + ".script"))));
      }
    }
    long longestMicros = scripts.stream().mapToLong(script -> script.session.durationMicros()).max().orElseThrow();
    long packetMicros = Math.max(MICROS_PER_PACKET * FEW_TALKS / talks, LEAST_MICROS_PER_PACKET);
    durationMicros = Math.max(packets * packetMicros, (long) (1.5 * longestMicros));
    long pauseMicros = Math.max(1, durationMicros * talks / packets);
    background = new Background(random.split(), nearMisses(pcaps), talks, pauseMicros);
    plant();
    for (int i = 0; i < talks; i++) {
      schedule(START_MICROS + random.nextLong(pauseMicros), background.next(), false);
    }
  }

  private static Replay.Session session(Path script) {
    return new Replay.Session(CaptureScript.of(script));
  }

  private static List<Replay.Session> nearMisses(Path pcaps) throws IOException {
    return MakePcaps.scripts(pcaps).stream()
        .filter(script -> script.getParent().endsWith("near-miss"))
        .map(TrafficMix::session)
        .filter(Replay.Session::isPlain)
        .toList();
  }

  private void plant() {
    int miners = (int) Math.max(LEAST_MINERS, packets / PACKETS_PER_MINER);
    for (int i = 0; i < miners; i++) {
      Script script = scripts.get(i % scripts.size());
      int address = MINER_NETWORK + i + 1;
      long latestMicros = (long) (SAFE_PART * durationMicros) - script.session.durationMicros();
      schedule(START_MICROS + random.nextLong(latestMicros), new Replay(script.session, address, POOL_NETWORK + 1 + i % 250), true);
      planted.add(new Planted(new IpAddress(0, 0xFFFF_0000_0000L | address).toString(), script.dialect));
    }
  }

  private void schedule(long micros, Talk talk, boolean isPlanted) {
    due.add(new Due(micros, ordinals++, talk, isPlanted));
  }

  /** What is planted in this mix. */
  List<Planted> planted() {
    return planted;
  }

  /** Makes the packets, in the order of their times. */
  void writeTo(Sink sink) throws IOException {
    byte[] noise = new byte[NOISE_BYTES];
    random.nextBytes(noise);
    Frame frame = new Frame(noise);
    for (long i = 0; i < packets; i++) {
      Due now = due.remove();
      long waitMicros = now.talk.next(frame);
      sink.packet(now.micros, frame);
      if (i >= packets / 4 && i < packets / 4 * 3) {
        flood(i - packets / 4, now.micros, frame, sink);
      }
      if (now.isPlanted) {
        if (waitMicros >= 0) {
          schedule(now.micros + waitMicros, now.talk, true);
        }
      } else {
        goOn(now, waitMicros);
      }
    }
    if (due.stream().anyMatch(Due::isPlanted)) {
      throw new IllegalStateException("too short for its mining sessions: " + packets + " packets");
    }
  }

  /** The part of the flood that falls behind a packet. */
  private void flood(long place, long micros, Frame frame, Sink sink) throws IOException {
    long half = packets / 4 * 2;
    for (long left = floodPackets * (place + 1) / half - floodPackets * place / half; left > 0; left--) {
      int port = 1024 + random.nextInt(64_000);
      new TcpTalk(new Route(Route.Tunnel.NONE, false, random.nextInt(), FLOODED, port, 80), false, 0).next(frame);
      sink.packet(micros, frame);
    }
  }

  /** The conversation goes on after about its pause, or another one takes its place. */
  private void goOn(Due now, long waitMicros) {
    long pauseMicros = waitMicros >= 0 ? waitMicros : durationMicros * talks / packets;
    long jitteredMicros = pauseMicros / 2 + random.nextLong(pauseMicros + 1);
    schedule(now.micros + jitteredMicros, waitMicros >= 0 ? now.talk : background.next(), false);
  }

  /** The mix as a capture file. */
  void writeTo(Path file) throws IOException {
    try (MixFile out = new MixFile(Files.newOutputStream(file))) {
      writeTo(out);
    }
  }
}
