package stratoscope.testing;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Look-ups in DNS as lines of a capture script. */
public final class DnsScript {
  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int AAAA = 28;
  private static final int HTTPS = 65;
  private static final int QUESTION = 12;
  private static final int HEADER_BYTES = 12;

  private final String client;
  private final String resolver;

  /** Look-ups from an address and port to another. */
  public DnsScript(String client, String resolver) {
    this.client = client;
    this.resolver = resolver;
  }

  /** A question about A records that is answered with one. */
  public String udp(String name, String address) {
    return udp(query(name), answer(name, 300, address));
  }

  /** A question without an answer. */
  public String question(String name) {
    return flow(" udp") + say("C", query(name));
  }

  public String udp(byte[] query, byte[] response) {
    return flow(" udp") + say("C", query) + say("S", response);
  }

  /** The same over TCP, where each message stands behind its length. */
  public String tcp(byte[] query, byte[] response) {
    return flow("") + say("C", framed(query)) + say("S", framed(response)) + "fin client\n";
  }

  private String flow(String option) {
    return "flow " + client + " > " + resolver + option + "\n";
  }

  private static String say(String side, byte[] bytes) {
    return side + "= " + HexFormat.of().formatHex(bytes) + "\n";
  }

  private static byte[] framed(byte[] message) {
    return ByteWriter.concat(new byte[] {(byte) (message.length >> 8), (byte) message.length}, message);
  }

  public static byte[] query(String name) {
    return new DnsBytes(DnsBytes.QUERY, 1, 0, 0).name(name).u16(A).u16(1).toBytes();
  }

  /** An answer of one address, of either family. */
  public static byte[] answer(String name, long ttlSeconds, String address) {
    byte[] bytes = Endpoint.addressOf(address).getAddress();
    return DnsBytes.response(name, 1).pointer(QUESTION).value(bytes.length == 4 ? A : AAAA, ttlSeconds, bytes).toBytes();
  }

  /** An answer of aliases, each leading to the next, and the last one's address. */
  public static byte[] aliases(String address, String name, String... aliases) {
    DnsBytes bytes = DnsBytes.response(name, aliases.length + 1);
    String owner = name;
    for (String alias : aliases) {
      bytes.name(owner).value(CNAME, 60, DnsBytes.nameBytes(alias));
      owner = alias;
    }
    return bytes.name(owner).value(A, 60, Endpoint.addressOf(address).getAddress()).toBytes();
  }

  /** A service record of a name, whose target is the name itself, with a hint of its address. */
  public static byte[] service(String name, String address) {
    byte[] value = new DnsBytes(0, 0, 0, 0).u16(1).u8(0).u16(4).u16(4).bytes(Endpoint.addressOf(address).getAddress()).toBytes();
    return DnsBytes.response(name, 1).pointer(QUESTION).value(HTTPS, 60, Arrays.copyOfRange(value, HEADER_BYTES, value.length)).toBytes();
  }

  /** Time that passes. */
  public static String pass(double seconds) {
    return String.format(Locale.ROOT, "wait %.3fs%n", seconds);
  }
}
