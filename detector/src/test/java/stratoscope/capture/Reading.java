package stratoscope.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that a source gave, kept for assertions. */
record Reading(List<Seen> packets, CaptureProblems problems) {
  static final BlockPlan TINY = new BlockPlan(64, 1024, 2);
  static final BlockPlan TINY_ALONE = new BlockPlan(64, 1024, 0);

  /** A packet whose bytes were copied out. */
  record Seen(String file, long number, long micros, int linkType, int original, byte[] data) {
    @Override
    public String toString() {
      return number + "@" + micros + "/" + linkType + " " + data.length + " of " + original + (data.length > 0 ? " x" + data[0] : "");
    }
  }

  static Reading of(byte[] file) throws IOException {
    return of(file, BlockPlan.SEQUENTIAL);
  }

  static Reading of(byte[] file, BlockPlan plan) throws IOException {
    CaptureProblems problems = new CaptureProblems();
    try (CaptureReader reader = CaptureReader.open("t.pcap", new ByteArrayInputStream(file), problems, plan)) {
      return all(reader, problems);
    }
  }

  static Reading all(PacketSource source, CaptureProblems problems) throws IOException {
    List<Seen> packets = new ArrayList<>();
    RawPacket packet = new RawPacket();
    while (source.next(packet)) {
      byte[] data = new byte[packet.capturedLength];
      packet.data.get(packet.offset, data);
      packets.add(new Seen(source.name(), packet.number, packet.timestampMicros, packet.linkType, packet.originalLength, data));
    }
    return new Reading(packets, problems);
  }

  List<String> lines() {
    return packets.stream().map(Seen::toString).toList();
  }

  List<Long> micros() {
    return packets.stream().map(Seen::micros).toList();
  }

  /** First byte of every packet. */
  List<Integer> values() {
    return packets.stream().map(seen -> (int) seen.data[0]).toList();
  }

  List<String> problemLines() {
    return problems.kept().stream().map(CaptureProblem::toString).toList();
  }

  boolean isSameAs(Reading other) {
    return lines().equals(other.lines()) && problemLines().equals(other.problemLines()) && Arrays.deepEquals(bytes(), other.bytes());
  }

  private byte[][] bytes() {
    return packets.stream().map(Seen::data).toArray(byte[][]::new);
  }
}
