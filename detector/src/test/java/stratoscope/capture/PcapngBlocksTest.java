package stratoscope.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pcapng files, sound and damaged. */
class PcapngBlocksTest {
  private static final byte[] DATA = PcapFile.data(10, 5);

  private static PcapngFile counting(int packets) {
    PcapngFile file = PcapngFile.little().link(1, 0);
    for (int i = 1; i <= packets; i++) {
      file.enhanced(0, i, PcapFile.data(1 + i % 50, i));
    }
    return file;
  }

  @Test
  void next_bothByteOrders_givesSamePackets() throws IOException {
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      PcapngFile file = new PcapngFile(order).link(101, 0).enhanced(0, 1L << 40, 10, 99, DATA);
      assertThat(Reading.of(file.bytes()).lines()).containsExactly("1@1099511627776/101 10 of 99 x5");
    }
  }

  @Test
  void next_sections_haveTheirOwnOrderAndInterfaces() throws IOException {
    PcapngFile file = PcapngFile.little().link(1, 0).enhanced(0, 1, DATA).section(BIG_ENDIAN, 12345).link(101, 0).link(113, 0);
    file.enhanced(1, 2, DATA).enhanced(0, 3, DATA).section(LITTLE_ENDIAN, 0).enhanced(0, 4, DATA);
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.lines()).containsExactly("1@1/1 10 of 10 x5", "2@2/113 10 of 10 x5", "3@3/101 10 of 10 x5");
    assertThat(reading.problemLines()).singleElement().asString().contains("packet 4")
        .endsWith("interface 0 isn't described (0 are): packet dropped");
  }

  @Test
  void next_oldPacketBlock_isRead() throws IOException {
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      assertThat(Reading.of(new PcapngFile(order).link(1, 0).link(2, 0).old(1, 7, DATA).bytes()).lines())
          .containsExactly("1@7/2 10 of 10 x5");
    }
  }

  @Test
  void next_simplePacket_takesSnapLengthAndLastTime() throws IOException {
    PcapngFile file = PcapngFile.little().link(1, 6).simple(10, PcapFile.data(6, 1)).enhanced(0, 42, DATA).simple(3, PcapFile.data(3, 2));
    assertThat(Reading.of(file.bytes()).lines()).containsExactly("1@0/1 6 of 10 x1", "2@42/1 10 of 10 x5", "3@42/1 3 of 3 x2");
    PcapngFile unlimited = PcapngFile.little().link(1, 0).simple(10, DATA);
    assertThat(Reading.of(unlimited.bytes()).lines()).containsExactly("1@0/1 10 of 10 x5");
  }

  @Test
  void next_unknownAndCustomBlocks_areSkipped() throws IOException {
    PcapngFile file = PcapngFile.little().block(0xBAD, DATA).link(1, 0).block(4, new byte[4]).block(5, new byte[12]);
    file.block(0x8000_0001, DATA).block(0x4000_0BAD, DATA).enhanced(0, 1, DATA).block(77, new byte[0]);
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.lines()).containsExactly("1@1/1 10 of 10 x5");
    assertThat(reading.problems().count()).isZero();
  }

  @Test
  void next_timeOptions_areApplied() throws IOException {
    PcapngFile file = PcapngFile.little();
    file.link(1, 0, file.option(9, (byte) 9)).link(1, 0, file.option(9, (byte) 0x8A)).link(1, 0, file.option(14, file.longBytes(-5)));
    file.enhanced(0, 1_999, DATA).enhanced(1, 1536, DATA).enhanced(2, 6_000_000, DATA);
    assertThat(Reading.of(file.bytes()).micros()).containsExactly(1L, 1_500_000L, 1_000_000L);
  }

  @Test
  void next_damagedOptions_keepThoseBefore() throws IOException {
    PcapngFile file = PcapngFile.little();
    byte[] options = Arrays.copyOf(file.option(9, (byte) 3), 12);
    options[8] = 2;
    options[10] = 99;
    Reading reading = Reading.of(file.link(1, 0, options).enhanced(0, 5, DATA).bytes());
    assertThat(reading.micros()).containsExactly(5_000L);
    assertThat(reading.problemLines()).singleElement().asString().endsWith("option 2 with a length of 99 doesn't fit: the rest is ignored");
  }

  @Test
  void next_capturedAboveBlock_givesWhatTheBlockHolds() throws IOException {
    Reading reading = Reading.of(PcapngFile.little().link(1, 0).enhanced(0, 1, 0x7FFF_FFFF, -1, DATA).enhanced(0, 2, DATA).bytes());
    assertThat(reading.lines()).containsExactly("1@1/1 12 of 2147483647 x5", "2@2/1 10 of 10 x5");
    assertThat(reading.problems().countOf(ProblemKind.CAPTURED_ABOVE_BLOCK)).isEqualTo(1);
  }

  @Test
  void next_capturedAboveOriginal_takesTheLarger() throws IOException {
    Reading reading = Reading.of(PcapngFile.little().link(1, 0).enhanced(0, 1, 10, 3, DATA).bytes());
    assertThat(reading.lines()).containsExactly("1@1/1 10 of 10 x5");
    assertThat(reading.problems().countOf(ProblemKind.CAPTURED_ABOVE_ORIGINAL)).isEqualTo(1);
  }

  @Test
  void next_blocksAcrossBlocksAtEveryPosition_areWhole() throws IOException {
    byte[] file = counting(100).bytes();
    Reading whole = Reading.of(file);
    assertThat(whole.packets()).hasSize(100);
    for (int block = 64; block < 160; block++) {
      assertThat(Reading.of(file, new BlockPlan(block, 1024, 2)).isSameAs(whole)).as("block %d", block).isTrue();
    }
  }

  @Test
  void next_absurdLength_findsNextBlock() throws IOException {
    for (int length : new int[] {0, 11, 13, 500, 5_000_000, -1}) {
      PcapngFile file = counting(5);
      int damaged = file.size();
      file.block(6, length, PcapFile.data(40, 9), length + 1);
      byte[] more = counting(30).bytes();
      Reading reading = Reading.of(file.raw(Arrays.copyOfRange(more, 28, more.length)).bytes(), Reading.TINY);
      assertThat(reading.packets()).as("length %d", length).hasSize(35);
      assertThat(reading.problemLines()).as("length %d", length).singleElement().asString()
          .startsWith("t.pcap: packet 6 at byte " + damaged + ": a record length of").endsWith("52 bytes skipped");
    }
  }

  @Test
  void next_wrongTrailer_believesTheFirstLength() throws IOException {
    PcapngFile file = counting(2);
    int damaged = file.size();
    file.block(6, 44, Arrays.copyOf(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 10, 0, 0, 0, 10}, 32), 45).enhanced(0, 10, DATA);
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.packets()).hasSize(4);
    assertThat(reading.problemLines()).containsExactly(
        "t.pcap: packet 3 at byte " + damaged + ": the lengths around a block differ (44 and 45): the first one was used");
  }

  @Test
  void next_blockLongerThanHeadRoom_isSteppedOver() throws IOException {
    PcapngFile file = counting(2).block(10, PcapFile.data(5000, 3)).enhanced(0, 7, PcapFile.data(3000, 3)).enhanced(0, 8, DATA);
    Reading reading = Reading.of(file.bytes(), Reading.TINY);
    assertThat(reading.packets()).extracting(Reading.Seen::number).containsExactly(1L, 2L, 4L);
    assertThat(reading.problemLines()).singleElement().asString().contains("packet 3").contains("limit of 1024");
  }

  @Test
  void next_cutAtEveryByte_givesWhatIsThere() throws IOException {
    byte[] file = counting(3).bytes();
    int last = file.length - 36;
    for (int end = last + 1; end < file.length; end++) {
      Reading reading = Reading.of(Arrays.copyOf(file, end), Reading.TINY);
      assertThat(reading.packets()).as("cut at %d", end).hasSize(end > last + 28 ? 3 : 2);
      assertThat(reading.problemLines()).as("cut at %d", end).singleElement().asString().startsWith("t.pcap: packet 3 at byte " + last);
    }
  }

  @Test
  void next_tooManyInterfaces_countsThem() throws IOException {
    PcapngFile file = PcapngFile.little();
    for (int i = 0; i <= PcapngInterfaces.MAX_INTERFACES; i++) {
      file.link(1, 0);
    }
    assertThat(Reading.of(file.enhanced(65_535, 1, DATA).bytes()).problems().countOf(ProblemKind.TOO_MANY_INTERFACES)).isEqualTo(1);
  }

  @Test
  void next_floodOfProblems_keepsAFew() throws IOException {
    PcapngFile file = PcapngFile.little();
    for (int i = 0; i < 5_000; i++) {
      file.enhanced(3, i, DATA);
    }
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.problems().countOf(ProblemKind.UNKNOWN_INTERFACE)).isEqualTo(5_000);
    assertThat(reading.problems().kept()).hasSize(100);
  }
}
