package stratoscope.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.packet.Frames.ethernet;
import static stratoscope.packet.Frames.ethernetTcp;
import static stratoscope.packet.Frames.ethernetUdp;
import static stratoscope.packet.Frames.hex;
import static stratoscope.packet.Frames.ipv4;
import static stratoscope.packet.Frames.ipv4Tcp;
import static stratoscope.packet.Frames.ipv6;
import static stratoscope.packet.Frames.ipv6Tcp;
import static stratoscope.packet.Frames.join;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.testing.Allocation;

/** What holds for every packet: no exception, no byte that was not captured, no allocation. */
class FrameViewTest {
  private static final int[] LINK_TYPES = {
    0, 1, 6, 9, 10, 12, 50, 51, 100, 104, 105, 107, 108, 109, 113, 117, 119, 127, 163, 166, 192, 219, 228, 229, 239, 242, 258, 276
  };
  private final Decoder decoder = new Decoder();

  /** Ethernet packets that between them go through most readers. */
  static List<byte[]> packets() {
    byte[] wlan = join(hex("8803 0000 020000000001 020000000002 020000000003 1000 020000000004 0000 aaaa03 000000 0800"), ipv4Tcp());
    return List.of(
        ethernetTcp(),
        ethernet(0x88a8, join(hex("0064 8100 0065 86dd"), ipv6Tcp())),
        ethernet(0x8864, join(hex("1100 0001 004e 0021"), ipv4Tcp())),
        ethernet(0x8847, join(hex("00010040 00020140 00000000"), ethernetTcp())),
        ethernet(0x0800, ipv4(47, join(hex("f000 0800 00000000 00000007 00000001 0800 0004 c0000201 00000000"), ipv4Tcp()))),
        ethernet(0x0800, ipv4(47, join(hex("1000 22eb 00000001 20640000 00000000 00000001 0000000000000000"), ethernetTcp()))),
        ethernet(0x0800, ipv4(115, join(hex("00000001 1111111111111111"), ethernetTcp()))),
        ethernet(0x86dd, ipv6(0, join(hex("2b00 010400000000 3300 000000000000 0604 0000 00000001 00000001 000000000000000000000000"),
            Frames.tcp(Frames.PAYLOAD)))),
        ethernetUdp(4789, hex("0800 0000 00123400"), ethernetTcp()),
        ethernetUdp(6081, hex("0240 0800 00000100 0102 0301 11223344"), ipv4Tcp()),
        ethernetUdp(2152, hex("34ff 0058 00000001 0000 00 85 01 0010 c0 01 0000 00"), ipv4Tcp()),
        ethernetUdp(3544, hex("0001 0102 aa bbcc 0000000000000001 00 0000 1234 c0000201"), ipv6Tcp()),
        ethernetUdp(1701, hex("4a02 005e 0001 0002 0000 0000 0002 0000 0021"), ipv4Tcp()),
        ethernetUdp(5247, hex("00100300 00000000"), wlan),
        ethernetUdp(37008, hex("0100 0001 0a0105 00 01"), ethernetTcp()));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void decode_cutAtEachOffset_claimsOnlyWhatIsThere(byte[] packet) {
    assertThat(decoder.ethernet(packet)).isEqualTo(PacketFate.INSPECTED);
    int headers = packet.length - Frames.PAYLOAD.length;
    for (int length = 1; length < packet.length; length++) {
      PacketFate fate = decoder.decode(Decoder.ETHERNET, Arrays.copyOf(packet, length), packet.length);
      assertSegmentWithin(fate, length);
      assertThat(fate == PacketFate.INSPECTED).as("length %d: %s", length, fate).isEqualTo(length >= headers);
      if (length >= headers) {
        assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT.substring(0, length - headers));
        assertThat(decoder.segment().missingLength).isEqualTo(packet.length - length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("packets")
  void decode_bytesChanged_neverThrows(byte[] packet) {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = Arrays.copyOf(packet, 1 + random.nextInt(packet.length));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
      }
      assertSegmentWithin(decoder.decode(Decoder.ETHERNET, changed, random.nextInt()), changed.length);
    }
  }

  @Test
  void decode_randomBytes_neverThrows() {
    Random random = new Random(4);
    for (int i = 0; i < 300_000; i++) {
      byte[] packet = new byte[1 + random.nextInt(120)];
      random.nextBytes(packet);
      int linkType = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
      assertSegmentWithin(decoder.decode(linkType, packet, random.nextInt()), packet.length);
    }
  }

  @Test
  void decode_afterWarmUp_allocatesNothing() {
    FrameView view = new FrameView(PacketOptions.DEFAULTS);
    List<ByteBuffer> buffers = packets().stream().map(FrameViewTest::direct).toList();
    decodeEach(view, buffers, 10_000);
    assertThat(Allocation.leastBytes(() -> decodeEach(view, buffers, 10_000)))
        .as("bytes for %d packets", 10_000 * buffers.size()).isLessThan(10_000);
  }

  private static void decodeEach(FrameView view, List<ByteBuffer> buffers, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < buffers.size(); i++) {
        ByteBuffer data = buffers.get(i);
        PacketFate fate = view.decode(data, 0, data.capacity(), data.capacity(), Decoder.ETHERNET, round, i);
        if (fate != PacketFate.INSPECTED) {
          throw new AssertionError("packet " + i + ": " + fate);
        }
      }
    }
  }

  private static ByteBuffer direct(byte[] packet) {
    return ByteBuffer.allocateDirect(packet.length).put(0, packet);
  }

  private void assertSegmentWithin(PacketFate fate, int length) {
    TcpSegment segment = decoder.segment();
    if (fate == PacketFate.INSPECTED) {
      boolean isWithin = segment.payloadLength >= 0 && segment.payloadLength <= length && segment.missingLength >= 0
          && segment.payloadOffset + segment.payloadLength <= segment.data.capacity();
      if (!isWithin) {
        throw new AssertionError("payload of " + segment.payloadLength + " and " + segment.missingLength + " missing");
      }
    }
  }
}
