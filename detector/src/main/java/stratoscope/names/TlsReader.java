package stratoscope.names;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the clear part of the TLS handshake in one direction, whichever side sends it. Takes the stream in order, cut anywhere, from
 * its first byte on; belongs to one thread. Records may cut a message, or join several.
 *
 * <p>Gives up without a word where the bytes are no TLS, and behind the first record of application data. Holds at most one message of
 * 64 KiB, and about as much as came of it. Nothing behind a ChangeCipherSpec is read: it is encrypted, or repeats a hello.
 */
public final class TlsReader {
  /** A hello, and another one if the server asks for it. */
  private static final int MAX_HELLOS = 2;
  private static final int FIRST_BUFFER_BYTES = 1024;
  private static final int MOST_BUFFER_BYTES = TlsStart.HANDSHAKE_HEADER_BYTES + TlsStart.MAX_MESSAGE_BYTES;
  private static final byte[] NOTHING = {};

  private final TlsSink sink;
  private final byte[] header = new byte[TlsStart.RECORD_HEADER_BYTES];
  private int headerBytes;
  private int recordLeft;
  private byte[] message = NOTHING;
  private int messageBytes;
  private int skipLeft;
  private int hellos;
  private boolean hasCertificates;
  private boolean isSealed;
  private boolean isOver;

  public TlsReader(TlsSink sink) {
    this.sink = sink;
  }

  /** Takes the next bytes of the stream; moves the buffer's reader index to its end. */
  public void onBytes(ByteBuf bytes) {
    while (!isOver && bytes.isReadable()) {
      if (recordLeft > 0) {
        onRecordBytes(bytes, Math.min(recordLeft, bytes.readableBytes()));
      } else {
        header[headerBytes++] = bytes.readByte();
        if (headerBytes == header.length) {
          headerBytes = 0;
          onRecord();
        }
      }
    }
    bytes.skipBytes(bytes.readableBytes());
  }

  /** Gives up reading and what is held, but for the name in a client's hello; for a gap in the stream. */
  public void end() {
    boolean isCutHello = !isOver && messageBytes > TlsStart.HANDSHAKE_HEADER_BYTES && message[0] == TlsStart.CLIENT_HELLO;
    byte[] held = message;
    isOver = true;
    message = NOTHING;
    if (isCutHello) {
      onCutHello(held, Math.min(messageBytes, TlsStart.MAX_MESSAGE_BYTES - 1));
    }
  }

  private void onCutHello(byte[] held, int length) {
    byte[] record = new byte[TlsStart.RECORD_HEADER_BYTES + length];
    record[3] = (byte) (length >> 8);
    record[4] = (byte) length;
    System.arraycopy(held, 0, record, TlsStart.RECORD_HEADER_BYTES, length);
    ServerNameScan scan = new ServerNameScan();
    String name = scan.scan(record, 0, record.length) == ServerNameScan.Result.NAMED
        ? HostNames.textOf(record, scan.from(), scan.to() - scan.from()) : null;
    if (name != null) {
      sink.onCutHello(name);
    }
  }

  /** Memory for the message at hand. */
  public int heldBytes() {
    return message.length;
  }

  /** True if nothing more will be read. */
  public boolean isOver() {
    return isOver;
  }

  private void onRecord() {
    int type = header[0];
    recordLeft = BigEndian.u16(header, 3);
    boolean isInMessage = messageBytes > 0 || skipLeft > 0;
    if (!TlsStart.isRecordHeader(type, BigEndian.u16(header, 1), recordLeft) || type == TlsStart.APPLICATION_DATA
        || (isInMessage && type != TlsStart.HANDSHAKE)) {
      end();
    } else if (type == TlsStart.CHANGE_CIPHER_SPEC) {
      isSealed = true;
    }
  }

  private void onRecordBytes(ByteBuf bytes, int count) {
    recordLeft -= count;
    if (header[0] != TlsStart.HANDSHAKE || isSealed) {
      bytes.skipBytes(count);
      return;
    }
    int end = bytes.readerIndex() + count;
    while (!isOver && bytes.readerIndex() < end) {
      onHandshakeBytes(bytes, end - bytes.readerIndex());
    }
  }

  private void onHandshakeBytes(ByteBuf bytes, int count) {
    if (skipLeft > 0) {
      int skipped = Math.min(skipLeft, count);
      bytes.skipBytes(skipped);
      skipLeft -= skipped;
    } else if (messageBytes < TlsStart.HANDSHAKE_HEADER_BYTES) {
      hold(bytes, Math.min(count, TlsStart.HANDSHAKE_HEADER_BYTES - messageBytes));
      if (messageBytes == TlsStart.HANDSHAKE_HEADER_BYTES) {
        onMessageHeader();
      }
    } else {
      int whole = TlsStart.HANDSHAKE_HEADER_BYTES + messageLength();
      hold(bytes, Math.min(count, whole - messageBytes));
      if (messageBytes == whole) {
        messageBytes = 0;
        onMessage();
      }
    }
  }

  private void hold(ByteBuf bytes, int count) {
    int needed = messageBytes + count;
    if (needed > message.length) {
      int twice = Math.min(2 * message.length, MOST_BUFFER_BYTES);
      message = Arrays.copyOf(message, Math.max(FIRST_BUFFER_BYTES, Math.max(needed, twice)));
    }
    bytes.readBytes(message, messageBytes, count);
    messageBytes = needed;
  }

  private int messageLength() {
    return BigEndian.u24(message, 1);
  }

  private void onMessageHeader() {
    int length = messageLength();
    boolean isHello = message[0] == TlsStart.CLIENT_HELLO || message[0] == TlsStart.SERVER_HELLO;
    if (length > TlsStart.MAX_MESSAGE_BYTES || (isHello ? length == 0 || ++hellos > MAX_HELLOS : hellos == 0)) {
      end();
    } else if (!isHello && (message[0] != TlsStart.CERTIFICATE || length == 0 || hasCertificates)) {
      skipLeft = length;
      messageBytes = 0;
    }
  }

  private void onMessage() {
    int from = TlsStart.HANDSHAKE_HEADER_BYTES;
    int end = from + messageLength();
    boolean isRead = switch (message[0]) {
      case TlsStart.CLIENT_HELLO -> onClientHello(ClientHello.read(message, from, end));
      case TlsStart.SERVER_HELLO -> onServerHello(ServerHello.read(message, from, end));
      default -> onCertificates(CertificateChain.read(message, from, end));
    };
    message = NOTHING;
    if (!isRead) {
      end();
    }
  }

  private boolean onClientHello(@Nullable ClientHello hello) {
    if (hello != null) {
      sink.onClientHello(hello);
    }
    return hello != null;
  }

  private boolean onServerHello(@Nullable ServerHello hello) {
    if (hello != null) {
      sink.onServerHello(hello);
    }
    return hello != null;
  }

  private boolean onCertificates(@Nullable CertificateChain chain) {
    hasCertificates = true;
    if (chain != null) {
      sink.onCertificates(chain);
    }
    return chain != null;
  }
}
