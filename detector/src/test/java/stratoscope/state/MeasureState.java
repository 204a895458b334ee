package stratoscope.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import stratoscope.DetectorOptions;
import stratoscope.Workers;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.live.FlowSplit;
import stratoscope.config.Knowledge;
import stratoscope.config.ShippedRules;
import stratoscope.host.Host;
import stratoscope.inventory.Inventory;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.testing.DnsBytes;

/**
 * Measures what a state of many sessions and names costs: how long packets wait while it is saved and at the end, how long a start takes,
 * and how large the file is. Arguments: sessions, look-ups (each makes an address, a server, a contact).
 */
public final class MeasureState {
  private static final int RAW_IP = 101;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final long START_MICROS = 1_764_000_000_000_000L;
  private static final long TICK_MICROS = 10_000;
  private static final String[] TALK = {
    "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.12.1\"]}\n",
    "{\"id\":1,\"result\":[[[\"mining.notify\",\"ae6812eb\"]],\"f8002c90\",4],\"error\":null}\n",
    "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"bc1q4fqp73wh6suqk5spt2dhjvlslhd4pnjk3jqwlz.rig%07d\",\"x\"]}\n",
    "{\"id\":2,\"result\":true,\"error\":null}\n",
    "{\"id\":3,\"method\":\"mining.submit\",\"params\":[\"bc1q4fqp73wh6suqk5spt2dhjvlslhd4pnjk3jqwlz.rig%07d\",\"1a\",\"00\",\"504e86ed\","
        + "\"b2957c02\"]}\n",
    "{\"id\":3,\"result\":true,\"error\":null}\n"
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private MeasureState() {}

  private static final class Nobody implements RecordSink {
    @Override
    public void onMining(Finding finding, ProofPackets proof) {}

    @Override
    public void onHost(Host host) {}

    @Override
    public void onStats(Stats stats) {}

    @Override
    public void close() {}
  }

  /** All talk, then ticks until a pass is over; writes down how long the detector is away between two. */
  private static final class Traffic implements PacketSource {
    private final int sessions;
    private final int lookUps;
    private final StateKeeper keeper;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(2048);
    private long step;
    private long micros = START_MICROS;
    private long firstNanos;
    private long lastNanos;
    private long savedBefore = Long.MAX_VALUE;
    private long longestNanos;
    private long workNanos;
    private long endNanos;
    private long endCpuNanos;

    Traffic(int sessions, int lookUps, StateKeeper keeper) {
      this.sessions = sessions;
      this.lookUps = lookUps;
      this.keeper = keeper;
    }

    @Override
    public boolean next(RawPacket packet) {
      long now = cpuNanos();
      firstNanos = firstNanos == 0 ? System.nanoTime() : firstNanos;
      long talk = (long) TALK.length * sessions;
      packet.isTick = step >= talk + lookUps;
      if (packet.isTick) {
        if (savedBefore == Long.MAX_VALUE) {
          savedBefore = keeper.saved() + 1; // one was under way
        } else if (keeper.saved() >= savedBefore) {
          longestNanos = Math.max(longestNanos, now - lastNanos);
          workNanos += now - lastNanos;
        }
        if (keeper.saved() >= savedBefore + 1) {
          endNanos = System.nanoTime();
          endCpuNanos = cpuNanos();
          return false;
        }
        micros += TICK_MICROS;
        Thread.onSpinWait();
      } else {
        micros += 1;
        fill(packet, talk);
      }
      step++;
      packet.timestampMicros = micros;
      lastNanos = cpuNanos();
      return true;
    }

    /** Of this thread, so that others on the machine do not count. */
    private static long cpuNanos() {
      return THREADS.getCurrentThreadCpuTime();
    }

    private void fill(RawPacket packet, long talk) {
      if (step < talk) {
        int line = (int) (step / sessions);
        int session = (int) (step % sessions);
        byte[] text = String.format(Locale.ROOT, TALK[line], session).getBytes(US_ASCII);
        boolean isMiner = line % 2 == 0;
        int miner = 0x0A00_0000 + session;
        int pool = 0xC633_6400 + session % 50;
        ip(TCP, 20 + text.length, isMiner ? miner : pool, isMiner ? pool : miner);
        bytes.putShort((short) (isMiner ? 40_000 : 3333)).putShort((short) (isMiner ? 3333 : 40_000));
        bytes.putInt(offset(line)).putInt(1).putShort((short) 0x5018).putShort((short) 65_000).putInt(0).put(text);
      } else {
        int number = (int) (step - talk);
        byte[] answer = DnsBytes.response("xmr-eu1.nanopool.org", 1).pointer(12)
            .value(1, 3600, ByteBuffer.allocate(4).putInt(0x0B00_0000 + number).array()).toBytes();
        ip(UDP, 8 + answer.length, 0xAC10_0000 + number, 0x0A80_0000 + number);
        bytes.putShort((short) 53).putShort((short) 5000).putShort((short) (8 + answer.length)).putShort((short) 0).put(answer);
      }
      packet.data = bytes;
      packet.offset = 0;
      packet.capturedLength = bytes.position();
      packet.originalLength = bytes.position();
      packet.linkType = RAW_IP;
      packet.number = step + 1;
    }

    /** Bytes that a side has said before a line; the same in all sessions. */
    private static int offset(int line) {
      int bytes = 1000;
      for (int before = line % 2; before < line; before += 2) {
        bytes += String.format(Locale.ROOT, TALK[before], 0).length();
      }
      return bytes;
    }

    private void ip(int protocol, int length, int source, int destination) {
      bytes.clear();
      bytes.putShort((short) 0x4500).putShort((short) (20 + length)).putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0)
          .putInt(source).putInt(destination);
    }

    @Override
    public String name() {
      return "wire0";
    }

    @Override
    public void close() {}
  }

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    int sessions = Integer.parseInt(args[0]);
    int lookUps = Integer.parseInt(args[1]);
    Path file = Files.createTempDirectory("state").resolve("state");
    Knowledge knowledge = ShippedRules.take();
    for (int round = 0; round < 2; round++) { // the first warms up
      run(knowledge, sessions, lookUps, file);
    }
  }

  private static void run(Knowledge knowledge, int sessions, int lookUps, Path file) throws IOException {
    StateKeeper keeper = new StateKeeper(file, 2000, () -> START_MICROS, () -> Long.MAX_VALUE, line -> System.out.println(line));
    Traffic traffic = new Traffic(sessions, lookUps, keeper);
    Workers sensor = sensor(knowledge, traffic);
    sensor.watch(pulse -> {});
    sensor.save(keeper);
    keeper.start();
    sensor.run();
    long ended = System.nanoTime();
    long endedCpu = Traffic.cpuNanos();
    keeper.close();
    System.out.printf(Locale.ROOT,
        "pass: longest wait %.1f ms, all %.0f ms; end: %.0f ms (%.0f of processor) until told, %.0f ms until written; %d B; %d left%n",
        traffic.longestNanos / 1e6, traffic.workNanos / 1e6, (ended - traffic.endNanos) / 1e6,
        (endedCpu - traffic.endCpuNanos) / 1e6, (System.nanoTime() - traffic.endNanos) / 1e6,
        Files.size(file), keeper.left());
    long start = System.nanoTime();
    Traffic none = new Traffic(0, 0, keeper);
    none.savedBefore = -2;
    Workers second = sensor(knowledge, none);
    StateFile.look(file);
    long looked = System.nanoTime();
    StateFile.Contents contents = StateFile.read(file, knowledge.rules(), second::restore);
    long read = System.nanoTime();
    second.run();
    System.out.printf(Locale.ROOT,
        "start: looked in %.0f ms, read %d records (%d unusable) in %.0f ms, resumed in %.0f ms; %d MB of heap%n",
        (looked - start) / 1e6, contents.records(), contents.unusable(), (read - looked) / 1e6, (none.firstNanos - read) / 1e6,
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }

  private static Workers sensor(Knowledge knowledge, PacketSource source) {
    return new Workers(DetectorOptions.defaults(), knowledge, Inventory.NONE, new Nobody(), new FlowSplit(1, 0), List.of(source.name()),
        List.of(source));
  }
}
