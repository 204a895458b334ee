package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.Allocation;

/** One capture whatever its packing, size, speed or damage. */
class CaptureReaderTest {
  private static final byte[] FILE = PcapFile.counting(3_000).bytes();
  @TempDir Path folder;

  private interface Packer {
    OutputStream over(OutputStream below) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Packer packer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream over = packer.over(out)) {
      over.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private CaptureFile file(String name, byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve(name), bytes);
    return new CaptureFile(name, path, bytes.length);
  }

  @Test
  void next_gzipOrZstd_readsThroughWhateverTheName() throws IOException {
    Reading plain = Reading.of(FILE);
    for (BlockPlan plan : List.of(BlockPlan.SEQUENTIAL, Reading.TINY, Reading.TINY_ALONE)) {
      assertThat(Reading.of(packed(FILE, GZIPOutputStream::new), plan).isSameAs(plain)).isTrue();
      assertThat(Reading.of(packed(FILE, ZstdOutputStream::new), plan).isSameAs(plain)).isTrue();
    }
  }

  @Test
  void next_gzipOfSeveralMembers_readsAll() throws IOException {
    byte[] file = joined(packed(Arrays.copyOf(FILE, 1000), GZIPOutputStream::new), packed(Arrays.copyOfRange(FILE, 1000, FILE.length),
        GZIPOutputStream::new));
    assertThat(Reading.of(file).isSameAs(Reading.of(FILE))).isTrue();
  }

  @Test
  void next_cutOffCompression_givesEverythingBefore() throws IOException {
    byte[] noise = new byte[500_000];
    new java.util.Random(3).nextBytes(noise);
    PcapFile file = PcapFile.little();
    for (int i = 0; i < 500; i++) {
      file.record(1000 + i, 0, Arrays.copyOfRange(noise, i * 1000, i * 1000 + 1000));
    }
    for (byte[] whole : List.of(packed(file.bytes(), GZIPOutputStream::new), packed(file.bytes(), ZstdOutputStream::new))) {
      Reading reading = Reading.of(Arrays.copyOf(whole, whole.length * 9 / 10));
      assertThat(reading.packets()).hasSizeBetween(250, 451);
      assertThat(reading.problems().countOf(ProblemKind.BAD_COMPRESSION)).isEqualTo(1);
    }
  }

  @Test
  void open_noCapture_saysSoInOneLine() throws IOException {
    byte[] gzippedText = packed("not a capture at all, but long enough".getBytes(StandardCharsets.UTF_8), GZIPOutputStream::new);
    byte[] text = "hello, this is a text file, not a capture".getBytes(StandardCharsets.UTF_8);
    byte[] badOrder = new byte[28];
    System.arraycopy(new byte[] {0x0A, 0x0D, 0x0D, 0x0A}, 0, badOrder, 0, 4);
    for (byte[] bytes : List.of(new byte[0], new byte[3], text, gzippedText, Arrays.copyOf(FILE, 23), badOrder, new byte[] {0x1F,
        (byte) 0x8B, 1, 2})) {
      assertThatThrownBy(() -> Reading.of(bytes)).isInstanceOf(CaptureException.class)
          .hasMessage("t.pcap: not a capture file (pcap, pcapng, optionally gzip or zstd)");
    }
  }

  @Test
  void open_missingFile_saysSoInOneLine() {
    CaptureFile missing = new CaptureFile("gone.pcap", folder.resolve("gone.pcap"), 10);
    assertThatThrownBy(() -> CaptureReader.open(missing, new CaptureProblems())).isInstanceOf(CaptureException.class)
        .hasMessage("gone.pcap: no such file");
  }

  @Test
  void bytesRead_ofFile_reachesTotal() throws IOException {
    for (byte[] bytes : List.of(FILE, packed(FILE, GZIPOutputStream::new))) {
      try (CaptureReader reader = CaptureReader.open(file("a.bin", bytes), new CaptureProblems())) {
        assertThat(reader.totalBytes()).isEqualTo(bytes.length);
        assertThat(reader.name()).isEqualTo("a.bin");
        Reading.all(reader, new CaptureProblems());
        assertThat(reader.bytesRead()).isEqualTo(bytes.length);
      }
    }
  }

  @Test
  void next_smallFile_startsNoThread() throws IOException {
    try (CaptureReader reader = CaptureReader.open(file("small.pcap", FILE), new CaptureProblems())) {
      Reading.all(reader, new CaptureProblems());
      assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("capture-read-ahead"));
    }
  }

  @Test
  void close_inTheMiddle_endsTheThread() throws IOException {
    CaptureReader reader = CaptureReader.open("t", new Repeating(Long.MAX_VALUE), new CaptureProblems(), BlockPlan.SEQUENTIAL);
    RawPacket packet = new RawPacket();
    for (int i = 0; i < 100_000; i++) {
      reader.next(packet);
    }
    assertThat(Thread.getAllStackTraces().keySet()).anyMatch(thread -> thread.getName().equals("capture-read-ahead") && thread.isDaemon());
    reader.close();
    assertThat(reader.next(packet)).isFalse();
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("capture-read-ahead"));
  }

  @Test
  void next_fileShrinksWhileRead_endsOrderly() throws IOException {
    byte[] big = PcapFile.counting(100_000).bytes();
    CaptureFile file = file("shrinks.pcap", big);
    CaptureProblems problems = new CaptureProblems();
    try (CaptureReader reader = CaptureReader.open(file, problems, new BlockPool(Reading.TINY_ALONE))) {
      assertThat(reader.next(new RawPacket())).isTrue();
      Files.write(folder.resolve("shrinks.pcap"), Arrays.copyOf(big, 2_000));
      assertThat(Reading.all(reader, problems).packets()).hasSizeLessThan(2_000);
      assertThat(problems.countOf(ProblemKind.CUT_OFF)).isEqualTo(1);
    }
  }

  @Test
  void next_pipeThatTrickles_givesPacketsAsTheyCome() throws IOException {
    PipedInputStream pipe = new PipedInputStream(1 << 16);
    PipedOutputStream sender = new PipedOutputStream(pipe);
    sender.write(FILE, 0, 2_000);
    try (sender; CaptureReader reader = CaptureReader.open("-", pipe, new CaptureProblems(), BlockPlan.SEQUENTIAL)) {
      RawPacket packet = new RawPacket();
      for (int i = 1; i <= 20; i++) {
        assertThat(reader.next(packet)).isTrue();
        assertThat(packet.number).isEqualTo(i);
      }
      sender.write(FILE, 2_000, 2_000);
      for (int i = 21; i <= 50; i++) {
        assertThat(reader.next(packet)).isTrue();
        assertThat(packet.number).isEqualTo(i);
      }
    }
  }

  @Test
  void next_beyondTwoGibibytes_keepsPositions() throws IOException {
    long records = 2_400_000_000L / Repeating.RECORD.length;
    CaptureProblems problems = new CaptureProblems();
    InputStream stream = new Repeating(24 + records * Repeating.RECORD.length + 5);
    try (CaptureReader reader = CaptureReader.open("big", stream, problems, BlockPlan.SEQUENTIAL)) {
      RawPacket packet = new RawPacket();
      long count = 0;
      while (reader.next(packet)) {
        count++;
      }
      assertThat(count).isEqualTo(records);
      assertThat(packet.number).isEqualTo(records);
      assertThat(reader.bytesRead()).isEqualTo(24 + records * Repeating.RECORD.length + 5);
      assertThat(problems.kept().get(0).byteOffset()).isEqualTo(24 + records * Repeating.RECORD.length);
    }
  }

  @Test
  void next_warm_allocatesNothing() throws IOException {
    for (byte[] start : List.of(FILE, PcapngFile.little().link(1, 0).bytes())) {
      InputStream stream = start == FILE ? new Repeating(Long.MAX_VALUE) : new Repeating(start, new PcapngBlockOf100()
          .bytes, Long.MAX_VALUE);
      try (CaptureReader reader = CaptureReader.open("t", stream, new CaptureProblems(), BlockPlan.SEQUENTIAL)) {
        RawPacket packet = new RawPacket();
        for (int i = 0; i < 50_000; i++) {
          reader.next(packet);
        }
        long bytes = Allocation.leastBytes(() -> {
          for (int i = 0; i < 200_000; i++) {
            reader.next(packet);
          }
        });
        assertThat(bytes).isLessThan(20_000); // per block, not per packet
        assertThat(packet.number).isEqualTo(1_050_000);
      }
    }
  }

  private static final class PcapngBlockOf100 {
    final byte[] bytes;

    PcapngBlockOf100() {
      byte[] start = PcapngFile.little().link(1, 0).bytes();
      byte[] all = PcapngFile.little().link(1, 0).enhanced(0, 5, PcapFile.data(100, 1)).bytes();
      bytes = Arrays.copyOfRange(all, start.length, all.length);
    }
  }

  /** A capture that is made while it is read: a header and the same record again and again, up to a length. */
  static final class Repeating extends InputStream {
    static final byte[] RECORD = Arrays.copyOfRange(PcapFile.little().record(1, 0, PcapFile.data(1000, 1)).bytes(), 24, 24 + 1016);
    private final byte[] start;
    private final byte[] pattern;
    private final byte[] repeated;
    private final long length;
    private long position;

    Repeating(long length) {
      this(PcapFile.little().bytes(), RECORD, length);
    }

    Repeating(byte[] start, byte[] pattern, long length) {
      this.start = start;
      this.pattern = pattern;
      this.length = length;
      this.repeated = new byte[pattern.length * 65];
      for (int i = 0; i < 65; i++) {
        System.arraycopy(pattern, 0, repeated, i * pattern.length, pattern.length);
      }
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int available() {
      return 1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (position >= length) {
        return -1;
      }
      int more = (int) Math.min(Math.min(count, length - position), pattern.length * 64L);
      if (position < start.length) {
        more = (int) Math.min(more, start.length - position);
        System.arraycopy(start, (int) position, target, offset, more);
      } else {
        System.arraycopy(repeated, (int) ((position - start.length) % pattern.length), target, offset, more);
      }
      position += more;
      return more;
    }
  }

  @Test
  void next_randomDamage_alwaysEndsWithoutException() throws IOException {
    java.util.Random random = new java.util.Random(20);
    byte[] pcap = PcapFile.counting(60).bytes();
    PcapngFile ng = PcapngFile.little().link(1, 0).link(101, 90);
    for (int i = 0; i < 60; i++) {
      ng.enhanced(i & 1, i, PcapFile.data(i, i)).simple(i, PcapFile.data(i, i));
    }
    for (int round = 0; round < 4_000; round++) {
      byte[] file = (round & 1) == 0 ? pcap.clone() : ng.bytes();
      int changes = 1 + random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        file[24 + random.nextInt(file.length - 24)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(file, file.length - random.nextInt(50));
      Reading reading = Reading.of(cut, (round & 2) == 0 ? Reading.TINY_ALONE : BlockPlan.GLANCE);
      assertThat(reading.packets().size()).as("round %d", round).isLessThan(file.length / 16);
    }
  }

  @Test
  void kept_streamOverByteArray_isUnaffectedByName() throws IOException {
    CaptureProblems problems = new CaptureProblems(1);
    try (CaptureReader reader = CaptureReader.open("x", new ByteArrayInputStream(Arrays.copyOf(FILE, 30)), problems, Reading.TINY)) {
      assertThat(reader.next(new RawPacket())).isFalse();
      assertThat(reader.totalBytes()).isEqualTo(-1);
      assertThat(problems.kept()).containsExactly(
          new CaptureProblem("x", 1, 24, ProblemKind.CUT_OFF, "the capture ends inside a record: 6 of 16 bytes are there"));
      assertThat(problems.kept().get(0).kind().label()).isEqualTo("cut_off");
    }
  }
}
