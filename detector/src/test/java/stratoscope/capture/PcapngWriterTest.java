package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence files as they are read back. */
class PcapngWriterTest {
  @TempDir Path folder;

  private static RawPacket packet(int linkType, long micros, int captured, int original) {
    RawPacket packet = new RawPacket();
    packet.data = ByteBuffer.allocateDirect(captured + 9);
    packet.offset = 4;
    packet.data.put(4, PcapFile.data(captured, 7));
    packet.capturedLength = captured;
    packet.originalLength = original;
    packet.timestampMicros = micros;
    packet.linkType = linkType;
    return packet;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> listing = Files.list(folder)) {
      return listing.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void write_severalLinkTypes_readsBackTheSame() throws IOException {
    Path target = folder.resolve("e.pcapng");
    try (PcapngWriter writer = new PcapngWriter(target, "stratoscope 1.2", "why")) {
      writer.write(packet(1, 1_700_000_000_123_456L, 61, 99), "login");
      writer.write(packet(101, 5, 0, 40), null);
      writer.write(packet(1, -1, 200_000, 200_000), "é".repeat(40_000));
      assertThat(target).doesNotExist();
    }
    byte[] file = Files.readAllBytes(target);
    assertThat(Reading.of(file).lines())
        .containsExactly("1@1700000000123456/1 61 of 99 x7", "2@5/101 0 of 40", "3@9223372036854775807/1 200000 of 200000 x7");
    assertThat(Reading.of(file).problems().count()).isZero();
    assertThat(new String(file, 0, 100, StandardCharsets.ISO_8859_1)).contains("stratoscope 1.2").contains("why");
    assertThat(names()).containsExactly("e.pcapng");
  }

  @Test
  void discard_afterPackets_leavesNothing() throws IOException {
    PcapngWriter writer = new PcapngWriter(folder.resolve("e.pcapng"), "stratoscope", null);
    writer.write(packet(1, 1, 10, 10), null);
    writer.discard();
    writer.close();
    assertThat(names()).isEmpty();
    assertThatThrownBy(() -> writer.write(packet(1, 1, 10, 10), null)).isInstanceOf(IOException.class)
        .hasMessageEndingWith("e.pcapng: is closed");
  }

  @Test
  void close_targetIsAFolder_failsAndLeavesNothing() throws IOException {
    Files.createDirectories(folder.resolve("e.pcapng/x"));
    PcapngWriter writer = new PcapngWriter(folder.resolve("e.pcapng"), "stratoscope", null);
    assertThatThrownBy(writer::close).isInstanceOf(CaptureException.class).hasMessageStartingWith(folder + "/e.pcapng: ");
    assertThat(names()).containsExactly("e.pcapng");
  }

  @Test
  void new_missingFolder_saysSoInOneLine() {
    assertThatThrownBy(() -> new PcapngWriter(folder.resolve("gone/e.pcapng"), "stratoscope", null))
        .isInstanceOf(CaptureException.class).hasMessageEndingWith("e.pcapng: no such file");
  }
}
