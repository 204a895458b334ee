package stratoscope.names;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Handshakes of TLS being put together by hand. */
final class TlsBytes {
  /** What {@code openssl s_client -noservername} of OpenSSL 3.0.19 sends first. */
  static final byte[] OPENSSL_HELLO = HexFormat.of().parseHex(
      "1603010124010001200303f86f6b74b45bce33a224a882d705b3815246a5d0c104cd6261615907ff7932952093bfd321128ce11b3ccff6b766c3"
      + "27b99632f5264897fe2673a118e1513bc1be003e130213031301c02cc030009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00a"
      + "c0140039c009c0130033009d009c003d003c0035002f00ff01000099000b000403000102000a00160014001d0017001e00190018010001010102"
      + "01030104002300000016000000170000000d002a0028040305030603080708080809080a080b0804080508060401050106010303030103020402"
      + "05020602002b0009080304030303020301002d00020101003300260024001d00205b71b2001ddeeaecc8aee0de5276e1b845b5dbbb3fce39fc7d"
      + "e30002d53cc37d");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TlsBytes u8(int value) {
    out.write(value);
    return this;
  }

  TlsBytes u16(int... values) {
    for (int value : values) {
      u8(value >> 8).u8(value);
    }
    return this;
  }

  TlsBytes u24(int value) {
    return u8(value >> 16).u16(value);
  }

  TlsBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** With its length before it in 16 bits. */
  TlsBytes long16(TlsBytes value) {
    return u16(value.out.size()).bytes(value.toBytes());
  }

  /** With its length before it in 8 bits. */
  TlsBytes short8(TlsBytes value) {
    return u8(value.out.size()).bytes(value.toBytes());
  }

  TlsBytes extension(int type, TlsBytes value) {
    return u16(type).long16(value);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  static TlsBytes of(String text) {
    return new TlsBytes().bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The value of a server name extension. */
  static TlsBytes serverName(String name) {
    return new TlsBytes().long16(new TlsBytes().u8(0).long16(of(name)));
  }

  /** The value of an ALPN extension. */
  static TlsBytes protocols(String... protocols) {
    TlsBytes list = new TlsBytes();
    for (String protocol : protocols) {
      list.short8(of(protocol));
    }
    return new TlsBytes().long16(list);
  }

  /** The body of a hello of TLS 1.2 with an empty session id. */
  static TlsBytes clientHello(TlsBytes ciphers, TlsBytes extensions) {
    return new TlsBytes().u16(0x0303).bytes(new byte[32]).u8(0).long16(ciphers).short8(new TlsBytes().u8(0)).long16(extensions);
  }

  /** A handshake message with its header. */
  static TlsBytes message(int type, TlsBytes body) {
    return new TlsBytes().u8(type).u24(body.out.size()).bytes(body.toBytes());
  }

  /** Content in records of so many bytes. */
  static byte[] records(int type, byte[] content, int recordBytes) {
    TlsBytes records = new TlsBytes();
    for (int at = 0; at < content.length; at += recordBytes) {
      int count = Math.min(recordBytes, content.length - at);
      records.u8(type).u16(0x0301, count);
      records.out.write(content, at, count);
    }
    return records.toBytes();
  }

  /** A client's hello in one record. */
  static byte[] clientHelloRecord(TlsBytes ciphers, TlsBytes extensions) {
    return records(TlsStart.HANDSHAKE, message(TlsStart.CLIENT_HELLO, clientHello(ciphers, extensions)).toBytes(), 16_384);
  }
}
