package stratoscope.rhythm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records found in a stream: whole, cut anywhere, after a gap, and what only looks like records. */
class RecordReaderTest {
  private final RecordReader reader = new RecordReader();
  private final List<Integer> records = new ArrayList<>();

  private static ByteBuf tls(int type, int... lengths) {
    ByteBuf all = Unpooled.buffer();
    for (int length : lengths) {
      all.writeByte(type).writeShort(0x0303).writeShort(length).writeZero(length);
    }
    return all;
  }

  private void read(ByteBuf bytes) {
    reader.onBytes(bytes, records::add);
  }

  @Test
  void records_inOneSegment_areToldApart() {
    read(tls(23, 100, 0, 300));
    assertThat(records).containsExactly(105, 5, 305);
    assertThat(reader.isTls()).isTrue();
  }

  @Test
  void records_cutAnywhere_areTheSame() {
    ByteBuf all = tls(23, 100, 20, 300);
    for (int cut = 1; cut < all.readableBytes(); cut++) {
      RecordReader another = new RecordReader();
      List<Integer> found = new ArrayList<>();
      another.onBytes(all.slice(0, cut), found::add);
      for (int i = cut; i < all.readableBytes(); i++) {
        another.onBytes(all.slice(i, 1), found::add);
      }
      assertThat(found).containsExactly(105, 25, 305);
    }
  }

  @Test
  void piecesLikeAHeader_thatAreNone_areNoTls() {
    for (String hex : new String[] {"1704", "170305", "17", "1703"}) {
      RecordReader another = new RecordReader();
      List<Integer> found = new ArrayList<>();
      another.onBytes(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), found::add);
      another.onBytes(Unpooled.wrappedBuffer(new byte[] {7, 7, 7, 7, 7, 7, 7, 7}), found::add);
      another.onBytes(Unpooled.wrappedBuffer(new byte[62]), found::add);
      assertThat(another.isTls()).as(hex).isFalse();
      assertThat(found).as(hex).endsWith(8, 62);
    }
  }

  @Test
  void handshake_isNoData() {
    read(tls(22, 500));
    read(tls(20, 1));
    read(tls(21, 26));
    assertThat(records).isEmpty();
    assertThat(reader.isTls()).isTrue();
  }

  @Test
  void gap_isResynchronisedAtTheNextSegment() {
    read(tls(23, 1000).slice(0, 50));
    reader.onGap(2000);
    read(tls(23, 64));
    assertThat(records).containsExactly(1005, 69);
  }

  @Test
  void gap_inOneRecord_goesOnBehindIt() {
    read(tls(23, 1000).slice(0, 50));
    reader.onGap(900);
    read(Unpooled.wrappedBuffer(new byte[55]));
    read(tls(23, 64));
    assertThat(records).containsExactly(1005, 69);
    assertThat(reader.isTls()).isTrue();
  }

  @Test
  void length_thatNoRecordHas_isNoTls() {
    read(Unpooled.wrappedBuffer(new byte[] {23, 3, 3, (byte) 0xFF, (byte) 0xFF, 1, 2}));
    assertThat(records).containsExactly(7);
    assertThat(reader.isTls()).isFalse();
  }

  @Test
  void header_thatTurnsAbsurdLater_endsTheReadingOfRecords() {
    read(tls(23, 10));
    read(Unpooled.wrappedBuffer(new byte[] {23, 3, 3, 0x7F, 0, 9, 9}));
    read(Unpooled.wrappedBuffer(new byte[33]));
    assertThat(records).containsExactly(15, 7, 33);
    assertThat(reader.isTls()).isFalse();
  }

  @Test
  void otherCipher_isReadBySegments() {
    read(Unpooled.wrappedBuffer(new byte[62]));
    read(tls(23, 40));
    assertThat(records).containsExactly(62, 45);
  }
}
