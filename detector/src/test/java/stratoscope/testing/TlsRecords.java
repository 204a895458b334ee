package stratoscope.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** TLS records as bytes. */
final class TlsRecords {
  private static final int HEADER_BYTES = 5;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;

  private TlsRecords() {}

  /** The whole records that a stream consists of, each with its header. */
  static List<byte[]> of(byte[] stream) {
    List<byte[]> records = new ArrayList<>();
    for (int at = 0; at < stream.length;) {
      int end = at + HEADER_BYTES + ((stream[at + 3] & 0xFF) << 8 | stream[at + 4] & 0xFF);
      records.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    return records;
  }

  /** A client's hello in records of at most so many bytes; anything else as it is. */
  static byte[] withHelloIn(int recordBytes, byte[] record) {
    if (record[0] != HANDSHAKE || record[HEADER_BYTES] != CLIENT_HELLO) {
      return record;
    }
    ByteWriter out = new ByteWriter();
    for (int at = HEADER_BYTES; at < record.length; at += recordBytes) {
      int end = Math.min(record.length, at + recordBytes);
      out.bytes(Arrays.copyOf(record, 3)).u16(end - at).bytes(Arrays.copyOfRange(record, at, end));
    }
    return out.toBytes();
  }
}
