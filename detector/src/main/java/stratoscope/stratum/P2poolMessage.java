package stratoscope.stratum;

import io.netty.buffer.ByteBuf;

/** Where the messages of P2Pool end, and whether they are what they should be. Stateless. */
final class P2poolMessage {
  static final int CHALLENGE = 0;
  static final int SOLUTION = 1;
  static final int LISTEN_PORT = 2;
  static final int BLOCK_REQUEST = 3;
  static final int BLOCK_RESPONSE = 4;
  static final int BLOCK_BROADCAST = 5;
  static final int PEER_LIST_RESPONSE = 7;
  static final int COMPACT_BROADCAST = 8;
  /** Enough of a block to judge it by: up to the height. */
  static final int BLOCK_FRONT_BYTES = 5 + 2 + 10 + 32 + 4 + 1 + 10 + 2 + 10;
  /** Too little was seen to tell the length. */
  static final int UNKNOWN = 0;
  /** No message has this type or this length. */
  static final int NONE = -1;

  private static final int PEER_BYTES = 19;
  private static final int MAX_PEERS = 16;
  private static final int LENGTH_BYTES = 5;
  private static final int MAX_BLOCK_BYTES = 128 * 1024 - LENGTH_BYTES;
  private static final int MIN_BLOCK_BYTES = 200;
  /** Of Monero's present rules; those before p2pool are lower. */
  private static final int MIN_MAJOR_VERSION = 14;
  private static final int TRANSACTION_VERSION = 2;
  private static final int COINBASE_INPUT = 0xFF;
  /** A reward can be spent after so many blocks. */
  private static final int UNLOCK_BLOCKS = 60;
  private static final int VERSION_ENTRY_PORT = 0xFFFF;

  private P2poolMessage() {}

  /** Bytes of the message that begins here, {@link #UNKNOWN} or {@link #NONE}. */
  static int length(ByteBuf in) {
    int at = in.readerIndex();
    return switch (in.getByte(at)) {
      case CHALLENGE -> 17;
      case SOLUTION -> 41;
      case LISTEN_PORT -> 5;
      case BLOCK_REQUEST, 9 -> 33;
      case 6 -> 1;
      case PEER_LIST_RESPONSE -> in.readableBytes() < 2 ? UNKNOWN
          : in.getUnsignedByte(at + 1) > MAX_PEERS ? NONE : 2 + PEER_BYTES * in.getUnsignedByte(at + 1);
      case BLOCK_RESPONSE, BLOCK_BROADCAST, COMPACT_BROADCAST, 10, 11 -> in.readableBytes() < LENGTH_BYTES ? UNKNOWN
          : in.getUnsignedIntLE(at + 1) > MAX_BLOCK_BYTES ? NONE : LENGTH_BYTES + (int) in.getUnsignedIntLE(at + 1);
      default -> NONE;
    };
  }

  /** True if the message that begins here, and is whole, is a sound one of the handshake. */
  static boolean isHandshake(ByteBuf in, int type) {
    int at = in.readerIndex();
    return switch (type) {
      case CHALLENGE -> in.getLong(at + 9) != 0; // the peer's id
      case LISTEN_PORT -> in.getIntLE(at + 1) > 0 && in.getIntLE(at + 1) <= 0xFFFF;
      case BLOCK_REQUEST -> in.getLong(at + 1) == 0 && in.getLong(at + 9) == 0 && in.getLong(at + 17) == 0 && in.getLong(at + 25) == 0;
      default -> true;
    };
  }

  /** True for the types that hold a block. */
  static boolean isBlock(int type) {
    return type == BLOCK_RESPONSE || type == BLOCK_BROADCAST || type == COMPACT_BROADCAST;
  }

  /**
   * True if a block's message begins here: versions, time, previous hash, nonce, then a transaction that may be spent 60 blocks after the
   * height it names.
   */
  static boolean isBlockFront(ByteBuf in) {
    int at = in.readerIndex();
    boolean isLong = isBlock(in.getByte(at)) && in.getUnsignedIntLE(at + 1) >= MIN_BLOCK_BYTES
        && in.getUnsignedIntLE(at + 1) <= MAX_BLOCK_BYTES;
    if (!isLong || in.getByte(at + 5) < MIN_MAJOR_VERSION || in.getByte(at + 6) < in.getByte(at + 5)) {
      return false;
    }
    ByteBuf rest = in.slice(at + 7, BLOCK_FRONT_BYTES - 7);
    varint(rest);
    rest.skipBytes(32 + 4);
    if (rest.readByte() != TRANSACTION_VERSION) {
      return false;
    }
    long unlock = varint(rest);
    return rest.readUnsignedByte() == 1 && rest.readUnsignedByte() == COINBASE_INPUT && unlock == varint(rest) + UNLOCK_BLOCKS;
  }

  /** Seven bits a byte, lowest first; ten bytes at most. */
  private static long varint(ByteBuf in) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int b = in.readUnsignedByte();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    return value;
  }

  /** The version a node tells in its list of peers, as {@code 4.9.1}; empty if the list has no such entry, or other software made it. */
  static String versionIn(ByteBuf peers) {
    int end = peers.readerIndex() + length(peers);
    for (int at = peers.readerIndex() + 2; at < end; at += PEER_BYTES) {
      boolean isVersion = peers.getByte(at) == 0 && peers.getIntLE(at + 13) == -1
          && peers.getUnsignedShortLE(at + 17) == VERSION_ENTRY_PORT;
      if (isVersion && peers.getIntLE(at + 9) == 0) {
        int version = peers.getIntLE(at + 5);
        return (version >>> 16) + "." + (version >>> 8 & 0xFF) + "." + (version & 0xFF);
      }
    }
    return "";
  }
}
