package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureReader;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.record.JsonRecords;
import stratoscope.testing.CaptureScript;

/** The whole way of a packet of no interest, from the file to the counts, makes no object. */
class NoAllocationTest {
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final int FEW_PACKETS = 20_000;
  private static final int MANY_PACKETS = 320_000;
  /** For what grows with the run, not with its packets: a table that doubles, a class that is loaded late. */
  private static final long CONSTANT_BYTES = 64 << 10;

  private static final String TRAFFIC = """
      flow 10.0.0.1:50000 > 198.51.100.1:443
      C= 16 03 01 00 05 01 00 00 01 03
      S= 16 03 03 00 05 02 00 00 01 03
      repeat 20
      C= 17 03 03 00 10 ${hex 32 1}
      S= 17 03 03 04 00 ${hex 2048 2}
      end
      flow 10.0.0.2:50001 > 198.51.100.2:80
      join
      C> GET / HTTP/1.1
      C> Host: www.example.org
      C>
      end
      S> HTTP/1.1 200 OK
      repeat 10
      S| ${hex 1400 3}
      end
      flow 10.0.0.3:5353 > 198.51.100.3:5004 udp
      C= 12 34 01 00 00 01 00 00 00 00 00 00
      S= 12 34 81 80 00 01 00 00 00 00 00 00
      flow 10.0.0.3:5354 > 198.51.100.3:53 udp
      C= 12 34 01 00 00 01 00 00 00 00 00 00 07 65 78 61 6d 70 6c 65 03 6f 72 67 00 00 01 00 01
      wrap vxlan
      flow 10.0.1.1:50002 > 198.51.100.4:8443
      C= 17 03 03 00 10 ${hex 32 4}
      S= 17 03 03 00 10 ${hex 32 5}
      wrap none
      wrap gre
      flow 10.0.1.2:50003 > 198.51.100.5:22
      S> SSH-2.0-OpenSSH_9.6
      C> SSH-2.0-OpenSSH_9.6
      wrap none
      flow [2001:db8::1]:50004 > [2001:db8::2]:443
      C= 17 03 03 00 10 ${hex 32 6}
      """;

  @TempDir
  private Path folder;

  @Test
  void packets_ofNoInterest_allocateNothing() throws IOException, RuleFileException {
    Path few = capture("few.pcap", FEW_PACKETS);
    Path many = capture("many.pcap", MANY_PACKETS);
    Knowledge knowledge = RuleFiles.load(null);
    allocatedBytes(many, knowledge, MANY_PACKETS); // loads classes, lets the compiler do its work
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // the compiler's own doings now and then cost the thread something
      least = Math.min(least, allocatedBytes(many, knowledge, MANY_PACKETS) - allocatedBytes(few, knowledge, FEW_PACKETS));
    }
    assertThat(least).as("bytes allocated for %,d further packets", MANY_PACKETS - FEW_PACKETS).isLessThan(CONSTANT_BYTES);
  }

  private static long allocatedBytes(Path capture, Knowledge knowledge, int packets) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    Detector detector = new Detector(DetectorOptions.defaults(), knowledge, new JsonRecords(out));
    try (CaptureReader source = CaptureReader.open(new CaptureFile("x", capture, Files.size(capture)), new CaptureProblems())) {
      detector.run(source);
    }
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(detector.stats(Map.of(), 1)).satisfies(stats -> {
      assertThat(stats.packets()).isEqualTo(packets);
      assertThat(stats.inspected()).as("TCP of every kind").isGreaterThan(packets / 2);
      assertThat(stats.ignored()).as("UDP, ARP").hasSizeGreaterThanOrEqualTo(2);
      assertThat(stats.dropped()).isEmpty();
      assertThat(stats.flows()).as("flows that earned a closer look").isZero();
    });
    return after - before;
  }

  /** The traffic over and over, 10 microseconds from packet to packet. */
  private Path capture(String name, int packets) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    CaptureScript.of(TRAFFIC).forEachPacket((bytes, micros) -> frames.add(bytes));
    frames.add(arp());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4)
        .putLong(0).putInt(65_535).putInt(1).array());
    for (int i = 0; i < packets; i++) {
      byte[] frame = frames.get(i % frames.size());
      long micros = START_MICROS + 10L * i;
      file.write(ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (micros / 1_000_000))
          .putInt((int) (micros % 1_000_000)).putInt(frame.length).putInt(frame.length).array());
      file.write(frame);
    }
    return Files.write(folder.resolve(name), file.toByteArray());
  }

  private static byte[] arp() {
    byte[] frame = new byte[60];
    ByteBuffer.wrap(frame).position(12).putShort((short) 0x0806).putShort((short) 1).putShort((short) 0x0800).putShort((short) 0x0604);
    return frame;
  }
}
