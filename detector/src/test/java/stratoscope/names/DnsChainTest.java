package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.packet.IpAddress;
import stratoscope.testing.Allocation;
import stratoscope.testing.DnsBytes;

/** From the name asked for over its aliases to addresses. */
class DnsChainTest {
  private static final byte[] V4 = {(byte) 192, 0, 2, 7};

  private final DnsMessage message = new DnsMessage();
  private final DnsChain chain = new DnsChain();

  @Test
  void aliases_inOrder_areAllNamesOfTheAddress() {
    assertThat(told(DnsBytes.response("pool.example", 3)
        .pointer(12).value(DnsMessage.CNAME, 300, DnsBytes.nameBytes("a.cdn.example"))
        .name("a.cdn.example").value(DnsMessage.CNAME, 20, DnsBytes.nameBytes("b.cdn.example"))
        .name("b.cdn.example").value(DnsMessage.A, 60, V4)))
        .containsExactly("pool.example a.cdn.example b.cdn.example 192.0.2.7 0 20");
  }

  @Test
  void aliases_inReverseOrder_areFollowed() {
    assertThat(told(DnsBytes.response("pool.example", 3)
        .name("b.example").value(DnsMessage.A, 60, V4)
        .name("a.example").value(DnsMessage.CNAME, 300, DnsBytes.nameBytes("b.example"))
        .pointer(12).value(DnsMessage.CNAME, 300, DnsBytes.nameBytes("a.example"))))
        .containsExactly("pool.example a.example b.example 192.0.2.7 0 60");
  }

  @Test
  void severalAddresses_areAllTold() {
    assertThat(told(DnsBytes.response("pool.example", 2)
        .pointer(12).value(DnsMessage.A, 60, V4)
        .pointer(12).value(DnsMessage.A, 50, new byte[] {(byte) 192, 0, 2, 8})))
        .containsExactly("pool.example 192.0.2.7 0 60", "pool.example 192.0.2.8 0 50");
  }

  @Test
  void serviceHints_areOfItsTarget() {
    byte[] value = new DnsBytes(0, 0, 0, 0).u16(1).name("svc.example").u16(3).u16(2).u16(3333).u16(4).u16(4).bytes(V4).toBytes();
    byte[] own = HexFormat.of().parseHex("000100" + "00040004" + "c0000208");
    assertThat(told(DnsBytes.response("pool.example", 2)
        .pointer(12).value(DnsMessage.HTTPS, 30, Arrays.copyOfRange(value, 12, value.length))
        .pointer(12).value(DnsMessage.HTTPS, 30, own)))
        .containsExactly("pool.example svc.example 192.0.2.7 3333 30", "pool.example 192.0.2.8 0 30");
  }

  @Test
  void answersNobodyAskedFor_areIgnored() {
    assertThat(told(DnsBytes.response("innocent.example", 2)
        .name("pool.example").value(DnsMessage.A, 60, V4)
        .name("pool.example").value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("innocent.example")))).isEmpty();
  }

  @Test
  void aliasesInACircle_end() {
    assertThat(told(DnsBytes.response("a.example", 3)
        .pointer(12).value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("b.example"))
        .name("b.example").value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("a.example"))
        .name("b.example").value(DnsMessage.A, 60, V4))).containsExactly("a.example b.example 192.0.2.7 0 60");
  }

  @Test
  void longChainOfAliases_isFollowedToItsBound() {
    DnsBytes bytes = DnsBytes.response("n0", 101);
    for (int i = 0; i < 100; i++) {
      bytes.name("n" + i).value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("n" + (i + 1)));
    }
    assertThat(told(bytes.name("n100").value(DnsMessage.A, 60, V4))).isEmpty();
  }

  @Test
  void addressesOfOneMessage_areToldUpToABound() {
    byte[] hints = new DnsBytes(0, 0, 0, 0).u16(1).u8(0).u16(4).u16(16_000).bytes(new byte[16_000]).toBytes();
    byte[] value = Arrays.copyOfRange(hints, 12, hints.length);
    assertThat(told(DnsBytes.response("pool.example", 3)
        .pointer(12).value(DnsMessage.A, 60, V4)
        .pointer(12).value(DnsMessage.HTTPS, 30, value)
        .pointer(12).value(DnsMessage.HTTPS, 30, value))).hasSize(64).startsWith("pool.example 192.0.2.7 0 60");
  }

  @Test
  void errorOrQuery_tellsNothing() {
    byte[] bytes = DnsBytes.response("pool.example", 1).pointer(12).value(DnsMessage.A, 60, V4).toBytes();
    bytes[3] |= 3;
    assertThat(told(bytes)).isEmpty();
    assertThat(told(new DnsBytes(DnsBytes.QUERY, 1, 0, 0).name("pool.example").u16(1).u16(1))).isEmpty();
  }

  @Test
  void follow_allocatesNothing() {
    byte[] bytes = DnsBytes.response("pool.example", 2).pointer(12).value(DnsMessage.CNAME, 60, DnsBytes.nameBytes("a.example"))
        .name("a.example").value(DnsMessage.A, 60, V4).toBytes();
    long[] told = {0};
    DnsChain.Sink sink = (names, high, low, port, ttlSeconds) -> told[0] += names.nameCount();
    long allocated = Allocation.leastBytes(() -> {
      for (int i = 0; i < 1000; i++) {
        message.read(bytes, 0, bytes.length);
        chain.follow(message, sink);
      }
    });
    assertThat(told[0]).isEqualTo(10_000);
    assertThat(allocated).isLessThan(1000);
  }

  private List<String> told(DnsBytes bytes) {
    return told(bytes.toBytes());
  }

  private List<String> told(byte[] bytes) {
    List<String> told = new ArrayList<>();
    assertThat(message.read(bytes, 0, bytes.length)).isTrue();
    chain.follow(message, (names, high, low, port, ttlSeconds) -> {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < names.nameCount(); i++) {
        line.add(names.name(i).toString());
      }
      told.add(String.join(" ", line) + " " + new IpAddress(high, low) + " " + port + " " + ttlSeconds);
    });
    return told;
  }
}
