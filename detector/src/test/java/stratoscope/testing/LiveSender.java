package stratoscope.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.RawPacket;

/**
 * Sends the packets of a capture out at an interface, as far apart as their stamps say, or farther: {@code LiveSender IFACE FILE}. With two
 * interfaces, {@code IFACE,IFACE}, what comes from the lower address goes out at the first, as where a splitter gives each direction a
 * port.
 */
public final class LiveSender {
  private static final int SNAP_BYTES = 65_536;
  private static final int TIMEOUT_MILLIS = 100;

  private LiveSender() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    CaptureFile capture = new CaptureFile(file.toString(), file, Files.size(file));
    RawPacket packet = new RawPacket();
    String[] interfaces = arguments[0].split(",", 2);
    try (PcapHandle lower = open(interfaces[0]);
        PcapHandle higher = open(interfaces[interfaces.length - 1]);
        CaptureInput in = CaptureSequence.inOrder(List.of(capture), new CaptureProblems())) {
      long lastNanos = System.nanoTime();
      long lastMicros = Long.MIN_VALUE;
      while (in.next(packet)) {
        long dueNanos = lastNanos + (lastMicros == Long.MIN_VALUE ? 0 : packet.timestampMicros - lastMicros) * 1000;
        lastMicros = packet.timestampMicros;
        while (System.nanoTime() - dueNanos < 0) {
          LockSupport.parkNanos(dueNanos - System.nanoTime());
        }
        byte[] bytes = new byte[packet.capturedLength];
        packet.data.get(packet.offset, bytes);
        (isFromLower(bytes) ? lower : higher).sendPacket(bytes);
        lastNanos = System.nanoTime(); // a sender that was held up makes up for nothing
      }
    }
  }

  private static PcapHandle open(String name) throws PcapNativeException {
    return new PcapHandle.Builder(name).snaplen(SNAP_BYTES).timeoutMillis(TIMEOUT_MILLIS).build();
  }

  /** By the addresses of Ethernet. */
  private static boolean isFromLower(byte[] frame) {
    return Arrays.compareUnsigned(frame, 6, 12, frame, 0, 6) < 0;
  }
}
