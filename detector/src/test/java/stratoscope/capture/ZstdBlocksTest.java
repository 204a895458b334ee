package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Zstandard frames, whole, cut off and malicious. */
class ZstdBlocksTest {
  private static final byte[] FILE = PcapFile.counting(300).bytes();
  /** As the zstd program packs the 24 bytes of a little-endian pcap header: single segment with content size, a compressed block,
      checksum. */
  private static final String BY_ZSTD_PROGRAM = "28b52ffd2418ad000078d4c3b2a10200040010000001000000010005e00277ccd5d7";

  private static byte[] packed(byte[] bytes, int from, int to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(bytes, from, to - from);
    }
    return out.toByteArray();
  }

  private static ByteArrayOutputStream with(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out;
  }

  @Test
  void read_skippableAndSeveralFrames_givesAllContent() throws IOException {
    byte[] skippable = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};
    byte[] file = with(skippable, packed(FILE, 0, 700), skippable, packed(FILE, 700, FILE.length), skippable).toByteArray();
    assertThat(Reading.of(file).isSameAs(Reading.of(FILE))).isTrue();
  }

  @Test
  void read_frameOfZstdProgram_isDecoded() throws IOException {
    assertThat(Reading.of(HexFormat.of().parseHex(BY_ZSTD_PROGRAM)).problems().count()).isZero();
  }

  @Test
  void read_rubbishBehindFrames_givesContentAndReports() throws IOException {
    Reading reading = Reading.of(with(packed(FILE, 0, FILE.length), new byte[] {1, 2, 3, 4, 5}).toByteArray());
    assertThat(reading.packets()).hasSize(300);
    assertThat(reading.problems().countOf(ProblemKind.BAD_COMPRESSION)).isEqualTo(1);
  }

  @Test
  void read_hugeWindow_isRefusedBeforeAnyMemoryIsTaken() {
    for (String frame : new String[] {"28b52ffd00f8010000", "28b52ffde0ffffffffffffff7f0d0000", "28b52ffda0ffffff7f0d0000"}) {
      assertThatThrownBy(() -> Reading.of(HexFormat.of().parseHex(frame))).isInstanceOf(CaptureException.class);
    }
  }

  @Test
  void read_cutAtEveryByte_neverFails() throws IOException {
    byte[] whole = packed(FILE, 0, FILE.length);
    byte[] bytes = new byte[500];
    for (int end = 4; end < whole.length; end++) {
      try (ZstdBlocks blocks = new ZstdBlocks(new ByteArrayInputStream(whole, 0, end))) {
        while (blocks.read(bytes) >= 0) {
          assertThat(blocks.available()).isZero();
        }
        assertThat(blocks.isCutOff()).as("cut at %d", end).isTrue();
      }
    }
  }
}
