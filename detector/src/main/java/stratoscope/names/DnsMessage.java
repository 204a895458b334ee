package stratoscope.names;

import stratoscope.packet.TcpSegment;

/**
 * A view of one DNS message in a byte array: its header, its question, and a cursor over the answers that lead to addresses. Filled anew
 * by {@link #read}, allocates nothing, belongs to the thread that reads. The array must not change while the view is used.
 *
 * <pre>
 * id:16 | QR opcode:4 AA TC RD RA Z AD CD rcode:4 | questions:16 answers:16 authorities:16 additionals:16    RFC 1035 section 4.1.1
 * question: name type:16 class:16        record: name type:16 class:16 ttl:32 length:16 data
 * </pre>
 *
 * <p>Only standard queries and their responses about the Internet class are read, with one question at most. Authorities and additional
 * records (EDNS, client subnet) are never looked at. Multicast DNS (port 5353) and LLMNR (5355) look the same; the caller leaves them
 * out.
 */
public final class DnsMessage {
  /** Types of the records that are read, numbers of IANA's registry. */
  public static final int A = 1;
  public static final int CNAME = 5;
  public static final int AAAA = 28;
  public static final int SVCB = 64;
  public static final int HTTPS = 65;
  /** Of questions only: all that there is. */
  public static final int ANY = 255;

  /** Of {@link #lookAhead}: some answer is an alias, or a service that another name may give. */
  public static final int LEADS_TO_ALIAS = 1;
  /** Of {@link #lookAhead}: some answer may hold an address of interest, whoever owns it. */
  public static final int LEADS_TO_ADDRESS = 2;

  static final int HEADER_BYTES = 12;
  /** In front of an IPv4 address, as in {@link stratoscope.packet.IpAddress}. */
  private static final long IPV4 = 0xFFFF_0000_0000L;

  private static final int INTERNET = 1;
  private static final int RESPONSE = 0x8000;
  private static final int OPCODE = 0x7800;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int RESERVED = 0x0040;
  private static final int RCODE = 0x000F;
  private static final int QUESTION_FIXED_BYTES = 4;
  private static final int RECORD_FIXED_BYTES = 10;
  /** Most bytes of records and of their names, written out, in one walk over the answers: names of 253 bytes compress to two. */
  private static final int MAX_WALK_BYTES = 8192;
  /** Records fill the largest message at 11 bytes each. */
  private static final int MAX_RECORDS = 65_535 / 11;
  /** A query's additional records are EDNS and a signature. */
  private static final int MAX_QUERY_ADDITIONALS = 2;

  private final DnsName questionName = new DnsName();
  private final DnsName owner = new DnsName();
  private final DnsName target = new DnsName();
  private final DnsServiceFields service = new DnsServiceFields();

  private byte[] data = new byte[HEADER_BYTES];
  private int start;
  private int end;
  private int questionType;
  private int answersStart;
  private int at;
  private int answersLeft;
  private int walkBytesLeft;
  private int type;
  private long ttlSeconds;
  private int valueStart;

  /**
   * Takes a message: checks the header and reads the question. Never throws for what the bytes are.
   *
   * @param length bytes of the message; a message whose end the capture cut off is read as far as it goes
   * @return false if it is no standard query or response; then nothing else may be asked of the view
   */
  public boolean read(byte[] data, int offset, int length) {
    this.data = data;
    start = offset;
    end = offset + length;
    at = end;
    answersLeft = 0;
    questionName.clear();
    questionType = 0;
    if (length < HEADER_BYTES || !isHeaderPlausible() || (u16(start + 4) == 1 && !readQuestion())) {
      return false;
    }
    answersStart = u16(start + 4) == 1 ? at : start + HEADER_BYTES;
    rewind();
    return true;
  }

  private boolean isHeaderPlausible() {
    int flags = flags();
    int questions = u16(start + 4);
    int answers = u16(start + 6);
    int authorities = u16(start + 8);
    int additionals = u16(start + 10);
    if ((flags & (OPCODE | RESERVED)) != 0 || questions > 1) {
      return false;
    }
    return isResponse()
        ? answers + authorities + additionals <= MAX_RECORDS
        : questions == 1 && responseCode() == 0 && answers == 0 && authorities == 0 && additionals <= MAX_QUERY_ADDITIONALS;
  }

  private boolean readQuestion() {
    at = questionName.read(data, start, end, start + HEADER_BYTES);
    if (at == DnsName.MALFORMED || end - at < QUESTION_FIXED_BYTES) {
      return false;
    }
    questionType = u16(at);
    boolean isInternet = u16(at + 2) == INTERNET;
    at += QUESTION_FIXED_BYTES;
    return isInternet;
  }

  /** Bytes of the message. */
  public int length() {
    return end - start;
  }

  public int id() {
    return u16(start);
  }

  public boolean isResponse() {
    return (flags() & RESPONSE) != 0;
  }

  /** True if the client wants the server to ask on, as hosts do; a resolver that asks the name's own servers does not. */
  public boolean isRecursionDesired() {
    return (flags() & RECURSION_DESIRED) != 0;
  }

  /** 0 no error, 3 no such name; RFC 1035 section 4.1.1. */
  public int responseCode() {
    return flags() & RCODE;
  }

  /** The name asked for; empty in a response that does not repeat the question. */
  public DnsName questionName() {
    return questionName;
  }

  /** Type of the records asked for, one of this class's constants or any other; 0 without a question. */
  public int questionType() {
    return questionType;
  }

  /** Goes back before the first answer. */
  public void rewind() {
    at = answersStart;
    answersLeft = u16(start + 6);
    walkBytesLeft = MAX_WALK_BYTES;
  }

  /**
   * Moves to the next answer of one of this class's types whose owner is a host name; passes over all others.
   *
   * @return false behind the last answer, and where the message makes no sense any more
   */
  public boolean nextAnswer() {
    while (answersLeft > 0 && walkBytesLeft > 0) {
      answersLeft--;
      int fixed = owner.read(data, start, end, at);
      if (fixed == DnsName.MALFORMED || end - fixed < RECORD_FIXED_BYTES) {
        break;
      }
      valueStart = fixed + RECORD_FIXED_BYTES;
      int valueEnd = valueStart + u16(fixed + 8);
      if (valueEnd > end) {
        break;
      }
      at = valueEnd;
      type = u16(fixed);
      ttlSeconds = Math.max(0, i32(fixed + 4)); // a set top bit means 0, RFC 2181 section 8
      boolean isOfInterest = u16(fixed + 2) == INTERNET && owner.isHostName() && readValue(valueEnd);
      walkBytesLeft -= RECORD_FIXED_BYTES + owner.wireBytes() + target.wireBytes();
      if (isOfInterest) {
        return true;
      }
    }
    answersLeft = 0;
    return false;
  }

  /** Says of an address, in the halves of {@link stratoscope.packet.IpAddress}, whether it is of interest. */
  @FunctionalInterface
  public interface AddressTest {
    boolean holds(long high, long low);
  }

  /**
   * A quick look at the answers, at no name, before a walk by {@link #nextAnswer}: what that may meet, {@link #LEADS_TO_ALIAS} and
   * {@link #LEADS_TO_ADDRESS} added up. It ends at the first address of interest.
   */
  public int lookAhead(AddressTest test) {
    int leads = 0;
    int next = answersStart;
    for (int left = u16(start + 6); left > 0 && leads < LEADS_TO_ADDRESS; left--) {
      int fixed = DnsName.skip(data, end, next);
      int value = fixed + RECORD_FIXED_BYTES;
      if (value > end || value + u16(fixed + 8) > end) {
        return leads;
      }
      next = value + u16(fixed + 8);
      leads |= leadOf(u16(fixed), value, next - value, test);
    }
    return leads;
  }

  private int leadOf(int answerType, int value, int length, AddressTest test) {
    return switch (answerType) {
      case A -> length == 4 && test.holds(0, IPV4 | Integer.toUnsignedLong(i32(value))) ? LEADS_TO_ADDRESS : 0;
      case AAAA -> length == 16 && test.holds(i64(value), i64(value + 8)) ? LEADS_TO_ADDRESS : 0;
      case CNAME -> LEADS_TO_ALIAS;
      case SVCB, HTTPS -> LEADS_TO_ALIAS | LEADS_TO_ADDRESS; // its hints are not looked at
      default -> 0;
    };
  }

  private boolean readValue(int valueEnd) {
    target.clear();
    return switch (type) {
      case A -> valueEnd - valueStart == 4;
      case AAAA -> valueEnd - valueStart == 16;
      case CNAME -> target.read(data, start, end, valueStart) == valueEnd && target.isHostName();
      case SVCB, HTTPS -> service.read(data, start, valueStart, valueEnd, target);
      default -> false;
    };
  }

  /** Type of the current answer: one of this class's constants. */
  public int type() {
    return type;
  }

  /** Owner of the current answer, a host name. */
  public DnsName owner() {
    return owner;
  }

  /** What a CNAME, SVCB or HTTPS answer leads to; empty for addresses, and for a service that the owner itself serves. */
  public DnsName target() {
    return target;
  }

  /** How long the current answer holds, in seconds. */
  public long ttlSeconds() {
    return ttlSeconds;
  }

  /** Port that an SVCB or HTTPS answer names, 0 if none. */
  public int port() {
    return isService() ? service.port() : 0;
  }

  /** Addresses in the current answer: 1 for A and AAAA, the hints of SVCB and HTTPS, 0 for CNAME. */
  public int addressCount() {
    return switch (type) {
      case A, AAAA -> 1;
      case SVCB, HTTPS -> service.addressCount();
      default -> 0;
    };
  }

  /** First eight bytes of an address of the current answer, as in {@link stratoscope.packet.IpAddress}. */
  public long addressHigh(int index) {
    return isIpv4(index) ? 0 : i64(addressStart(index));
  }

  /** Last eight bytes of an address of the current answer; IPv4 is held IPv4-mapped. */
  public long addressLow(int index) {
    return isIpv4(index)
        ? TcpSegment.IPV4_MAPPED | Integer.toUnsignedLong(i32(addressStart(index)))
        : i64(addressStart(index) + 8);
  }

  private boolean isService() {
    return type == SVCB || type == HTTPS;
  }

  private boolean isIpv4(int index) {
    return isService() ? service.isIpv4(index) : type == A;
  }

  private int addressStart(int index) {
    return isService() ? service.addressStart(index) : valueStart;
  }

  private int flags() {
    return u16(start + 2);
  }

  private int u16(int from) {
    return BigEndian.u16(data, from);
  }

  private int i32(int from) {
    return BigEndian.i32(data, from);
  }

  private long i64(int from) {
    return ((long) i32(from) << 32) | Integer.toUnsignedLong(i32(from + 4));
  }
}
