package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The look at a payload's first bytes. */
class TlsStartTest {
  private static final byte[] HELLO = TlsBytes.OPENSSL_HELLO;

  @Test
  void clientHello_fromSixBytesOn_isSeen() {
    for (int length = 0; length <= HELLO.length; length++) {
      assertThat(TlsStart.isClientHelloStart(ByteBuffer.wrap(HELLO), 0, length)).as("%d bytes", length).isEqualTo(length >= 6);
      assertThat(TlsStart.isServerHelloStart(ByteBuffer.wrap(HELLO), 0, length)).isFalse();
      assertThat(TlsStart.isRecordStart(ByteBuffer.wrap(HELLO), 0, length)).isEqualTo(length >= 5);
    }
  }

  @Test
  void clientHello_inRecordsOfAFewBytes_isSeen() {
    byte[] message = Arrays.copyOfRange(HELLO, 5, HELLO.length);
    for (int recordBytes = 1; recordBytes < 20; recordBytes++) {
      byte[] stream = TlsBytes.records(TlsStart.HANDSHAKE, message, recordBytes);
      assertThat(TlsStart.isClientHelloStart(ByteBuffer.wrap(stream), 0, stream.length)).isTrue();
    }
  }

  @Test
  void clientHello_cutToAFewBytes_isSeenAtTheStartOfAStream() {
    for (int length = 1; length <= HELLO.length; length++) {
      assertThat(TlsStart.isCutClientHello(ByteBuffer.wrap(HELLO), 0, length)).as("%d bytes", length).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "15", "1604", "160305", "1602010100", "160301002a02", "1603010100010200000303"})
  void otherFewBytes_areNone(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(TlsStart.isCutClientHello(ByteBuffer.wrap(bytes), 0, bytes.length)).isFalse();
  }

  @Test
  void serverHello_behindOtherBytes_isSeen() {
    byte[] stream = HexFormat.of().parseHex("ffff16030300460200004203031122");
    assertThat(TlsStart.isServerHelloStart(ByteBuffer.wrap(stream), 2, stream.length)).isTrue();
    assertThat(TlsStart.isServerHelloStart(ByteBuffer.wrap(stream), 0, stream.length)).isFalse();
  }

  /** A hello of four bytes, since only its length is looked at. */
  @ParameterizedTest
  @CsvSource({
      "16030300080200000411223344, 13, it is all there is",
      "160303000802000004112233, 12, it is cut",
      "16030300, 4, its length is cut",
      "160303000a020000041122334400, 13, another message in the record",
      "16030300080200000411223344160303, 13, another record of the handshake",
      "16030300080200000411223344140303, -1, the cipher is changed to",
      "16030300080200000411223344170303, -1, cipher follows"})
  void serverHello_goesOnInClearWhereTheHandshakeDoes(String hex, int behind, String why) {
    byte[] bytes = HexFormat.of().parseHex("ff" + hex);
    assertThat(TlsStart.behindServerHello(ByteBuffer.wrap(bytes), 1, bytes.length)).as(why).isEqualTo(behind < 0 ? behind : behind + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"160301002a02", "1503010002010000", "1603050100010000fc0303", "1602010100010000fc0303", "160301410101",
      "160301000001", "1603010100010200000303", "1603010100010000100303", "1603010100010000fc0202", "1603010100010000fc0304",
      "802e0100020000", "474554202f20485454"})
  void otherStarts_areNoClientHello(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(TlsStart.isClientHelloStart(ByteBuffer.wrap(bytes), 0, bytes.length)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1403030001", "1503030002", "1603010001", "1703034100", "1703000100"})
  void records_ofEveryType_areSeen(String hex) {
    assertThat(TlsStart.isRecordStart(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 0, 5)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1303030001", "1803030001", "1703034101", "1703050001", "1703030000", "1704030001"})
  void otherBytes_areNoRecord(String hex) {
    assertThat(TlsStart.isRecordStart(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 0, 5)).isFalse();
  }
}
