package stratoscope.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.PcapHandle;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.RawPacket;

/** Sends the packets of a capture out at an interface, as far apart as their stamps say: {@code LiveSender IFACE FILE}. */
public final class LiveSender {
  private static final int SNAP_BYTES = 65_536;
  private static final int TIMEOUT_MILLIS = 100;

  private LiveSender() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    CaptureFile capture = new CaptureFile(file.toString(), file, Files.size(file));
    RawPacket packet = new RawPacket();
    try (PcapHandle out = new PcapHandle.Builder(arguments[0]).snaplen(SNAP_BYTES).timeoutMillis(TIMEOUT_MILLIS).build();
        CaptureInput in = CaptureSequence.inOrder(List.of(capture), new CaptureProblems())) {
      long startNanos = System.nanoTime();
      long firstMicros = Long.MIN_VALUE;
      while (in.next(packet)) {
        firstMicros = firstMicros == Long.MIN_VALUE ? packet.timestampMicros : firstMicros;
        long dueNanos = startNanos + (packet.timestampMicros - firstMicros) * 1000;
        while (System.nanoTime() - dueNanos < 0) {
          LockSupport.parkNanos(dueNanos - System.nanoTime());
        }
        byte[] bytes = new byte[packet.capturedLength];
        packet.data.get(packet.offset, bytes);
        out.sendPacket(bytes);
      }
    }
  }
}
