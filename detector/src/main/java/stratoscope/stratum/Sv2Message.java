package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A message of Stratum V2: its number, who says it, and its layouts in the words of {@link Sv2Fields}, the current one first. References:
 * the specification's chapters 3 and 5 to 8, extensions 0x0001 and 0x0002.
 */
enum Sv2Message {
  SETUP(0x00, Role.MINER, "1224s2ssss"),
  SETUP_SUCCESS(0x01, Role.POOL, "24"),
  SETUP_ERROR(0x02, Role.POOL, "4s"),
  ENDPOINT_CHANGED(0x03, true, Role.POOL, "4"),
  RECONNECT(0x04, Role.POOL, "s2"),

  OPEN_STANDARD(0x10, Role.MINER, "4s4h"),
  OPENED_STANDARD(0x11, Role.POOL, "44hb4"),
  OPEN_ERROR(0x12, Role.POOL, "4s"),
  OPEN_EXTENDED(0x13, Role.MINER, "4s4h2"),
  /** Without the group at first. */
  OPENED_EXTENDED(0x14, Role.POOL, "44h2b4", "44h2b"),
  /** Said once whether it is for the future where it now says from when. */
  NEW_JOB(0x15, true, Role.POOL, "44o4h", "4414h"),
  UPDATE_CHANNEL(0x16, true, Role.MINER, "44h"),
  UPDATE_ERROR(0x17, true, Role.POOL, "4s"),
  CLOSE_CHANNEL(0x18, true, null, "4s"),
  SET_EXTRANONCE_PREFIX(0x19, true, Role.POOL, "4b"),
  SUBMIT_STANDARD(0x1A, true, Role.MINER, "444444"),
  SUBMIT_EXTENDED(0x1B, true, Role.MINER, "444444b"),
  SUBMIT_SUCCESS(0x1C, true, Role.POOL, "4448"),
  SUBMIT_ERROR(0x1D, true, Role.POOL, "44s"),
  NEW_EXTENDED_JOB(0x1F, true, Role.POOL, "44o41Hww"),
  SET_NEW_PREV_HASH(0x20, true, Role.POOL, "44h44"),
  SET_TARGET(0x21, true, Role.POOL, "4h"),
  SET_CUSTOM_JOB(0x22, true, Role.MINER, "44B4h444B4w4H"),
  CUSTOM_JOB_SUCCESS(0x23, true, Role.POOL, "444"),
  CUSTOM_JOB_ERROR(0x24, true, Role.POOL, "44s"),
  SET_GROUP_CHANNEL(0x25, Role.POOL, "4V"),

  ALLOCATE_TOKEN(0x50, Role.MINER, "s4"),
  ALLOCATE_TOKEN_SUCCESS(0x51, Role.POOL, "4Bw"),
  PROVIDE_TRANSACTIONS(0x55, Role.POOL, "4U"),
  PROVIDE_TRANSACTIONS_SUCCESS(0x56, Role.MINER, "4T"),
  DECLARE_JOB(0x57, Role.MINER, "4B4wwWw"),
  DECLARE_JOB_SUCCESS(0x58, Role.POOL, "4B"),
  DECLARE_JOB_ERROR(0x59, Role.POOL, "4sw"),
  PUSH_SOLUTION(0x60, Role.MINER, "bh4444"),

  COINBASE_OUTPUT_CONSTRAINTS(0x70, Role.MINER, "42", "4"),
  NEW_TEMPLATE(0x71, Role.POOL, "8144B484w4H"),
  TEMPLATE_PREV_HASH(0x72, Role.POOL, "8h44h"),
  REQUEST_TRANSACTIONS(0x73, Role.MINER, "8"),
  REQUEST_TRANSACTIONS_SUCCESS(0x74, Role.POOL, "8wT"),
  REQUEST_TRANSACTIONS_ERROR(0x75, Role.POOL, "8s"),
  SUBMIT_SOLUTION(0x76, Role.MINER, "8444w"),

  REQUEST_EXTENSIONS(0x100, Role.MINER, "2U"),
  REQUEST_EXTENSIONS_SUCCESS(0x101, Role.POOL, "2U"),
  REQUEST_EXTENSIONS_ERROR(0x102, Role.POOL, "2UU");

  /** Extension, type and length. */
  static final int HEADER_BYTES = 6;

  /** A worker's name has 32 at most. */
  private static final int MAX_TLV_BYTES = 64;
  private static final int VERSION = 2;
  private static final int CHANNEL_BIT = 0x8000;
  private static final Sv2Message[] BY_NUMBER = new Sv2Message[0x103];

  static {
    for (Sv2Message message : values()) {
      BY_NUMBER[message.number] = message;
    }
  }

  private final int number;
  private final boolean isOfChannel;
  private final @Nullable Role role;
  private final String layout;
  private final String olderLayout;
  private final int leastBytes;
  private final int mostBytes;

  Sv2Message(int number, @Nullable Role role, String layout) {
    this(number, false, role, layout, layout);
  }

  Sv2Message(int number, @Nullable Role role, String layout, String olderLayout) {
    this(number, false, role, layout, olderLayout);
  }

  Sv2Message(int number, boolean isOfChannel, @Nullable Role role, String layout) {
    this(number, isOfChannel, role, layout, layout);
  }

  Sv2Message(int number, boolean isOfChannel, @Nullable Role role, String layout, String olderLayout) {
    this.number = number;
    this.isOfChannel = isOfChannel;
    this.role = role;
    this.layout = layout;
    this.olderLayout = olderLayout;
    leastBytes = Math.min(layout.chars().map(Sv2Message::leastBytes).sum(), olderLayout.chars().map(Sv2Message::leastBytes).sum());
    mostBytes = Math.max(mostBytes(layout), mostBytes(olderLayout));
  }

  /**
   * The message whose frame begins there: u16 extension with the channel bit, u8 type, u24 length, all little-endian.
   *
   * @return null if none does, or none of such a length
   */
  static @Nullable Sv2Message at(ByteBuf bytes, int index) {
    int extension = bytes.getUnsignedShortLE(index);
    int number = (extension & ~CHANNEL_BIT) << 8 | bytes.getUnsignedByte(index + 2);
    Sv2Message message = number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    return message != null && message.isOfChannel == ((extension & CHANNEL_BIT) != 0) && message.hasLength(lengthAt(bytes, index))
        ? message : null;
  }

  /** The length of the payload of the frame that begins there. */
  static int lengthAt(ByteBuf bytes, int index) {
    return bytes.getUnsignedMediumLE(index + 3);
  }

  private boolean hasLength(int length) {
    return length >= leastBytes && length <= (this == SUBMIT_EXTENDED ? mostBytes + MAX_TLV_BYTES : mostBytes);
  }

  private static int leastBytes(int kind) {
    return switch (kind) {
      case '1', 'o', 's', 'b', 'B', 'H' -> 1;
      case '4' -> 4;
      case '8' -> 8;
      case 'h' -> Sv2Fields.HASH_BYTES;
      default -> 2;
    };
  }

  private static int mostBytes(String layout) {
    boolean isBounded = layout.chars().allMatch(kind -> "1248hosb".indexOf(kind) >= 0);
    return isBounded ? layout.chars().map(Sv2Message::mostBytes).sum() : Integer.MAX_VALUE;
  }

  private static int mostBytes(int kind) {
    return switch (kind) {
      case 'o' -> 5;
      case 's' -> 256;
      case 'b' -> 1 + Sv2Fields.HASH_BYTES;
      default -> leastBytes(kind);
    };
  }

  /** Who says it; null if both may. */
  @Nullable Role role() {
    return role;
  }

  /** True of the protocol in which a miner who makes blocks of his own tells the pool about them. */
  boolean isDeclaration() {
    return number >= ALLOCATE_TOKEN.number && number <= PUSH_SOLUTION.number;
  }

  /** True of the protocol in which a node hands out what may go into a block. */
  boolean isTemplate() {
    return number >= COINBASE_OUTPUT_CONSTRAINTS.number && number <= SUBMIT_SOLUTION.number;
  }

  /** The fields of a payload; null if it is not this message. */
  @Nullable Sv2Fields read(ByteBuf payload) {
    Sv2Fields fields = read(layout, payload);
    return fields == null ? read(olderLayout, payload) : fields;
  }

  private @Nullable Sv2Fields read(String asLaidOut, ByteBuf payload) {
    Sv2Fields fields = Sv2Fields.of(asLaidOut, payload);
    return fields != null && isWhole(fields) && isSound(fields) ? fields : null;
  }

  private boolean isWhole(Sv2Fields fields) {
    return fields.isWhole() || (this == SUBMIT_EXTENDED && fields.isWholeWithTlvs());
  }

  private boolean isSound(Sv2Fields fields) {
    return switch (this) {
      case SETUP -> fields.byteAt(0) <= 2 && fields.u16(1) <= VERSION && fields.u16(2) >= VERSION && fields.u16(2) <= 0xFF;
      case SETUP_SUCCESS -> fields.u16(0) == VERSION;
      case OPEN_STANDARD, OPEN_EXTENDED -> isRate(fields.f32(2));
      case UPDATE_CHANNEL -> isRate(fields.f32(1));
      case SET_NEW_PREV_HASH -> isCompactTarget(fields.u32(4));
      case TEMPLATE_PREV_HASH -> isCompactTarget(fields.u32(3));
      default -> true;
    };
  }

  private static boolean isRate(float hashesPerSecond) {
    return hashesPerSecond >= 0 && Float.isFinite(hashesPerSecond);
  }

  private static boolean isCompactTarget(long bits) {
    return bits >>> 24 >= 3 && bits >>> 24 <= 0x20 && (bits & 0x7FFFFF) != 0;
  }
}
