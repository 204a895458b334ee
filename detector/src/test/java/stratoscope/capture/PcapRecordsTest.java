package stratoscope.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classic pcap files, sound and damaged. */
class PcapRecordsTest {
  private static final byte[] DATA = PcapFile.data(10, 5);

  private static ByteOrder order(String name) {
    return "big".equals(name) ? BIG_ENDIAN : LITTLE_ENDIAN;
  }

  @ParameterizedTest
  @CsvSource({"big,a1b2c3d4,5000999", "little,a1b2c3d4,5000999", "big,a1b23c4d,5000000", "little,a1b23c4d,5000000"})
  void next_anyOrderAndResolution_givesMicroseconds(String order, String magic, long micros) throws IOException {
    PcapFile file = new PcapFile(order(order), Integer.parseUnsignedInt(magic, 16), 101).record(5, 999, 10, 77, DATA);
    assertThat(Reading.of(file.bytes()).lines()).containsExactly("1@" + micros + "/101 10 of 77 x5");
  }

  @ParameterizedTest
  @CsvSource({"big", "little"})
  void next_kuznetzovFormat_skipsEightMoreBytes(String order) throws IOException {
    PcapFile file = new PcapFile(order(order), CaptureFormat.PCAP_KUZNETZOV, 1);
    for (int i = 1; i < 4; i++) {
      file.record(i, 0, 3, 3, new byte[8]).raw((byte) i, (byte) i, (byte) i);
    }
    assertThat(Reading.of(file.bytes()).values()).containsExactly(1, 2, 3);
  }

  @Test
  void next_oldVersions_takesLengthsTheOtherWayRound() throws IOException {
    byte[] v22 = new PcapFile(LITTLE_ENDIAN, PcapFile.MICROS, 1, 0x0002_0002).record(1, 0, 60, 10, DATA).bytes();
    byte[] v23 = new PcapFile(LITTLE_ENDIAN, PcapFile.MICROS, 1, 0x0002_0003).record(1, 0, 60, 10, DATA).bytes();
    byte[] dgux = new PcapFile(BIG_ENDIAN, PcapFile.MICROS, 1, 543 << 16).record(1, 0, 60, 10, DATA).bytes();
    assertThat(List.of(Reading.of(v22).lines(), Reading.of(v23).lines(), Reading.of(dgux).lines()))
        .containsOnly(List.of("1@1000000/1 10 of 60 x5"));
  }

  @Test
  void next_fcsBitsInLinkType_givesLinkTypeAlone() throws IOException {
    PcapFile file = new PcapFile(LITTLE_ENDIAN, PcapFile.MICROS, 0x4400_0001).record(1, 0, DATA);
    assertThat(Reading.of(file.bytes()).lines()).containsExactly("1@1000000/1 10 of 10 x5");
  }

  @Test
  void next_beyondSnapLength_givesAllBytes() throws IOException {
    assertThat(Reading.of(PcapFile.little().record(1, 0, PcapFile.data(300, 1)).bytes()).lines())
        .containsExactly("1@1000000/1 300 of 300 x1");
  }

  @Test
  void next_zeroLength_isDelivered() throws IOException {
    PcapFile file = PcapFile.little().record(1, 0, 0, 60, new byte[0]).record(0, 0, 0, 0, new byte[0]).record(2, 0, DATA);
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.lines()).containsExactly("1@1000000/1 0 of 60", "2@0/1 0 of 0", "3@2000000/1 10 of 10 x5");
    assertThat(reading.problems().count()).isZero();
  }

  @Test
  void next_capturedAboveOriginal_takesTheLarger() throws IOException {
    PcapFile file = PcapFile.little().record(1, 0, 10, 4, DATA).record(2, 0, DATA);
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.lines()).containsExactly("1@1000000/1 10 of 10 x5", "2@2000000/1 10 of 10 x5");
    assertThat(reading.problemLines()).containsExactly("t.pcap: packet 1 at byte 24: captured length 10 is above the original length 4");
  }

  @Test
  void next_absurdTimes_areDeliveredAsTheyAre() throws IOException {
    PcapFile file = PcapFile.counting(3).record(0xFFFF_FFFFL, 0xFFFF_FFFFL, DATA).record(2000, 0, DATA).record(1_700_000_000, 0, DATA)
        .record(1_700_000_001, 0, DATA);
    Reading reading = Reading.of(file.bytes());
    assertThat(reading.micros().subList(3, 7))
        .containsExactly(4_294_967_295_000_000L + 4_294_967_295L, 2_000_000_000L, 1_700_000_000_000_000L, 1_700_000_001_000_000L);
    assertThat(reading.problems().count()).isZero();
  }

  @Test
  void next_everyRecordOdd_losesNone() throws IOException {
    PcapFile file = PcapFile.little();
    for (int i = 0; i < 500; i++) {
      file.record(i % 5 == 0 ? i : 77_777_777L * i, 2_000_000, i % 7, 0, PcapFile.data(i % 7, 1));
    }
    assertThat(Reading.of(file.bytes()).packets()).hasSize(500);
  }

  @Test
  void next_recordsAcrossBlocksAtEveryPosition_areWhole() throws IOException {
    byte[] file = PcapFile.counting(200).bytes();
    Reading whole = Reading.of(file);
    assertThat(whole.packets()).hasSize(200);
    for (int block = 64; block < 200; block++) {
      assertThat(Reading.of(file, new BlockPlan(block, 1024, 2)).isSameAs(whole)).as("block %d", block).isTrue();
      assertThat(Reading.of(file, new BlockPlan(block, 1024, 0)).isSameAs(whole)).as("one block %d", block).isTrue();
    }
  }

  @Test
  void next_cutAtEveryByte_givesWhatIsThere() throws IOException {
    byte[] file = PcapFile.counting(4).bytes();
    int lastRecord = file.length - 16 - 24;
    for (int end = lastRecord; end < file.length; end++) {
      Reading reading = Reading.of(Arrays.copyOf(file, end), Reading.TINY);
      int there = end - lastRecord - 16;
      assertThat(reading.packets()).as("cut at %d", end).hasSize(there > 0 ? 4 : 3);
      assertThat(reading.problems().countOf(ProblemKind.CUT_OFF)).as("cut at %d", end).isEqualTo(end == lastRecord ? 0 : 1);
      if (there > 0) {
        assertThat(reading.lines().get(3)).isEqualTo("4@1004000007/1 " + there + " of 24 x4");
        assertThat(reading.problemLines().get(0))
            .isEqualTo("t.pcap: packet 4 at byte " + lastRecord + ": the capture ends inside a record: " + there + " of 24 bytes are there")
                ;
      }
    }
  }

  @Test
  void next_absurdLength_findsNextRecord() throws IOException {
    PcapFile file = PcapFile.counting(5);
    int damaged = file.size();
    byte[] more = PcapFile.counting(20).bytes();
    file.record(1010, 0, 0x7F00_0000, 60, DATA).raw(Arrays.copyOfRange(more, 24, more.length));
    for (BlockPlan plan : List.of(BlockPlan.SEQUENTIAL, Reading.TINY, Reading.TINY_ALONE)) {
      Reading reading = Reading.of(file.bytes(), plan);
      assertThat(reading.packets()).hasSize(25);
      assertThat(reading.problemLines()).containsExactly(
          "t.pcap: packet 6 at byte " + damaged + ": a record length of 2130706432 can't be right: 26 bytes skipped");
    }
  }

  @Test
  void next_lengthTooLong_shortensPacketWhereNextBegins() throws IOException {
    PcapFile file = PcapFile.counting(5);
    int damaged = file.size();
    byte[] more = PcapFile.counting(20).bytes();
    file.record(1010, 0, 110, 110, DATA).raw(Arrays.copyOfRange(more, 24, more.length));
    Reading reading = Reading.of(file.bytes(), Reading.TINY);
    assertThat(reading.packets()).hasSize(26);
    assertThat(reading.lines().get(5)).isEqualTo("6@1010000000/1 10 of 110 x5");
    assertThat(reading.problemLines())
        .containsExactly("t.pcap: packet 6 at byte " + damaged + ": a record claims 110 bytes but the next one begins after 10: shortened");
  }

  @Test
  void next_lengthTooShort_findsNextRecord() throws IOException {
    PcapFile file = PcapFile.counting(5).record(1010, 0, 4, 100, PcapFile.data(100, 9));
    byte[] more = PcapFile.counting(20).bytes();
    Reading reading = Reading.of(file.raw(Arrays.copyOfRange(more, 24, more.length)).bytes());
    assertThat(reading.packets()).hasSize(26);
    assertThat(reading.problems().countOf(ProblemKind.BAD_LENGTH)).isEqualTo(1);
  }

  @Test
  void next_longerThanHeadRoom_isSteppedOver() throws IOException {
    PcapFile file = PcapFile.counting(3).record(1004, 0, PcapFile.data(5000, 0x55)).record(1005, 0, DATA).record(1006, 0, DATA);
    Reading reading = Reading.of(file.bytes(), Reading.TINY);
    assertThat(reading.packets()).extracting(Reading.Seen::number).containsExactly(1L, 2L, 3L, 5L, 6L);
    assertThat(reading.problemLines()).singleElement().asString().contains("packet 4")
        .endsWith("longer than the reader's limit of 976: skipped");
    assertThat(Reading.of(file.bytes()).packets()).hasSize(6);
  }

  @Test
  void next_holeOfZeros_isSteppedOver() throws IOException {
    byte[] more = PcapFile.counting(50).bytes();
    byte[] file = PcapFile.counting(50).raw(new byte[100_000]).raw(Arrays.copyOfRange(more, 24, more.length)).bytes();
    Reading reading = Reading.of(file);
    assertThat(reading.packets()).hasSize(100);
    assertThat(reading.problemLines()).singleElement().asString().endsWith("100000 bytes skipped");
  }

  @Test
  void next_rubbishAtTheEnd_isReportedOnce() throws IOException {
    byte[] file = PcapFile.counting(3).raw(PcapFile.data(10_000, 0x77)).bytes();
    Reading reading = Reading.of(file, Reading.TINY);
    assertThat(reading.values()).containsExactly(1, 2, 3);
    assertThat(reading.problems().count()).isEqualTo(1);
  }

  @Test
  void next_headerOnly_givesNoPacket() throws IOException {
    assertThat(Reading.of(PcapFile.little().bytes()).packets()).isEmpty();
    assertThat(IntStream.rangeClosed(1, 3).boxed().toList()).isEqualTo(Reading.of(PcapFile.counting(3).bytes()).values());
  }
}
