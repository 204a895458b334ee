package stratoscope.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PcapngWriter;
import stratoscope.capture.RawPacket;

/**
 * The shipped captures as one, as it can be sent over a wire: whole Ethernet frames, one after another at an even pace, from now on, since
 * what is mined depends on the year.
 */
public final class ReplayFile {
  private static final int ETHERNET = 1;
  private static final int HEADER_BYTES = 14;

  private ReplayFile() {}

  /**
   * Writes it.
   *
   * @param gapMicros between two packets
   * @return how many packets there are
   */
  public static long write(Path target, long gapMicros) throws IOException {
    return write(MakePcaps.captures(MakePcaps.root()), 0, Long.MAX_VALUE, target, gapMicros);
  }

  /** The same of some captures. */
  public static long write(List<Path> captures, Path target, long gapMicros) throws IOException {
    return write(captures, 0, Long.MAX_VALUE, target, gapMicros);
  }

  /** Writes the first packets of one capture, a millisecond apart. */
  public static void writeFirst(Path capture, long most, Path target) throws IOException {
    writePart(capture, 0, most, target);
  }

  /** Writes packets of one capture from one to before another, counted from 0, a millisecond apart. */
  public static void writePart(Path capture, long from, long end, Path target) throws IOException {
    write(List.of(capture), from, end, target, 1000);
  }

  private static long write(List<Path> captures, long from, long end, Path target, long gapMicros) throws IOException {
    List<CaptureFile> files = new ArrayList<>();
    for (Path path : captures) {
      files.add(new CaptureFile(path.toString(), path, Files.size(path)));
    }
    long startMicros = System.currentTimeMillis() * 1000;
    long packets = 0;
    RawPacket packet = new RawPacket();
    try (CaptureInput in = CaptureSequence.inOrder(files, new CaptureProblems());
        PcapngWriter out = new PcapngWriter(target, "ReplayFile", null)) {
      while (packets < end && in.next(packet)) {
        if (packet.linkType == ETHERNET && packet.capturedLength == packet.originalLength && packet.capturedLength >= HEADER_BYTES) {
          packet.timestampMicros = startMicros + packets * gapMicros;
          if (packets >= from) {
            out.write(packet, null);
          }
          packets++;
        }
      }
    }
    return packets;
  }
}
