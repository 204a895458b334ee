package stratoscope.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.packet.Frames.hex;
import static stratoscope.packet.Frames.join;
import static stratoscope.packet.PacketFate.DROPPED_FRAGMENT_LIMIT;
import static stratoscope.packet.PacketFate.DROPPED_FRAGMENT_OVERLAP;
import static stratoscope.packet.PacketFate.DROPPED_MALFORMED;
import static stratoscope.packet.PacketFate.DROPPED_TRUNCATED_HEADER;
import static stratoscope.packet.PacketFate.IGNORED_FRAGMENT_HELD;
import static stratoscope.packet.PacketFate.INSPECTED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reassembly in every order, and its bounds. */
class IpFragmentsTest {
  private static final int IP = 101;
  private static final int MORE = 0x2000;
  /** The TCP segment of the tests: 20 bytes of header and 36 of payload. */
  private static final byte[] SEGMENT = Frames.tcp(Frames.PAYLOAD);
  private Decoder decoder = new Decoder();

  @Test
  void decode_inOrder_completesWithLast() {
    assertThat(decode(v4(1, 0, 24, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v4(1, 24, 48, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v4(1, 48, 56, false))).isEqualTo(INSPECTED);
    assertWhole();
    assertThat(decoder.segment().packetNumber).isEqualTo(3);
    assertThat(decoder.segment().missingLength).isZero();
  }

  @Test
  void decode_reversed_completesWithFirst() {
    assertThat(decode(v4(1, 48, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v4(1, 24, 48, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v4(1, 0, 24, true))).isEqualTo(INSPECTED);
    assertWhole();
  }

  @Test
  void decode_ipv6_takesProtocolFromFirstFragment() {
    assertThat(decode(v6(7, 24, 56, false, 59))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v6(7, 0, 24, true, 6))).isEqualTo(INSPECTED);
    assertWhole();
    assertThat(decoder.segment().sourceLow).isEqualTo(1);
  }

  @Test
  void decode_largestDatagramInRandomOrder_isWhole() {
    byte[] payload = new byte[65_000];
    new Random(1).nextBytes(payload);
    byte[] segment = Frames.tcp(payload);
    List<byte[]> fragments = new ArrayList<>();
    for (int start = 0; start < segment.length; start += 1480) {
      int end = Math.min(start + 1480, segment.length);
      int idAndOffset = 1 << 16 | (end < segment.length ? MORE : 0) | start >> 3;
      fragments.add(Frames.ipv4Fragment(6, idAndOffset, Arrays.copyOfRange(segment, start, end)));
    }
    Collections.shuffle(fragments, new Random(2));
    for (byte[] fragment : fragments.subList(1, fragments.size())) {
      assertThat(decode(fragment)).isEqualTo(IGNORED_FRAGMENT_HELD);
    }
    assertThat(decode(fragments.get(0))).isEqualTo(INSPECTED);
    byte[] actual = new byte[decoder.segment().payloadLength];
    decoder.segment().data.get(decoder.segment().payloadOffset, actual);
    assertThat(actual).isEqualTo(payload);
  }

  @Test
  void decode_exactRepetition_isIgnored() {
    decode(v4(1, 0, 24, true));
    assertThat(decode(v4(1, 0, 24, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v4(1, 24, 56, false))).isEqualTo(INSPECTED);
    assertWhole();
    assertThat(decoder.view.abandonedDatagrams()).isZero();
  }

  @Test
  void decode_overlap_dropsFragmentAndDatagram() {
    decode(v4(1, 0, 24, true));
    assertThat(decode(v4(1, 16, 56, false))).isEqualTo(DROPPED_FRAGMENT_OVERLAP);
    assertThat(decode(v4(1, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decoder.view.abandonedDatagrams()).isEqualTo(1);
  }

  @Test
  void decode_samePlaceOtherBytes_isOverlap() {
    byte[] changed = v4(1, 0, 24, true);
    changed[changed.length - 1] ^= 1;
    decode(v4(1, 0, 24, true));
    assertThat(decode(changed)).isEqualTo(DROPPED_FRAGMENT_OVERLAP);
  }

  @Test
  void decode_bytesBehindTheEnd_isOverlap() {
    decode(v4(1, 24, 32, false));
    assertThat(decode(v4(1, 32, 40, true))).isEqualTo(DROPPED_FRAGMENT_OVERLAP);
    decode(v4(1, 32, 40, true));
    assertThat(decode(v4(1, 24, 32, false))).isEqualTo(DROPPED_FRAGMENT_OVERLAP);
  }

  @Test
  void decode_otherIdProtocolOrTenant_isAnotherDatagram() {
    decode(v4(1, 0, 24, true));
    assertThat(decode(v4(2, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
    byte[] otherProtocol = v4(1, 24, 56, false);
    otherProtocol[9] = 17;
    assertThat(decode(otherProtocol)).isEqualTo(IGNORED_FRAGMENT_HELD);
    byte[] inOverlay = Frames.ethernetUdp(4789, hex("0800 0000 00000100"), Frames.ethernet(0x0800, v4(1, 24, 56, false)));
    assertThat(decoder.ethernet(inOverlay)).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(v4(1, 24, 56, false))).isEqualTo(INSPECTED);
  }

  @Test
  void decode_tunnelInFragments_isFollowedAndMayHoldFragments() {
    assertThat(decode(v4(1, 0, 24, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    byte[] outer = Frames.udp(40000, 4789, join(hex("0800 0000 00000600"), Frames.ethernet(0x0800, v4(9, 0, 24, true))));
    byte[] outerRest = Frames.udp(40000, 4789, join(hex("0800 0000 00000600"), Frames.ethernet(0x0800, v4(9, 24, 56, false))));
    assertThat(decode(half(17, 5, outer, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(half(17, 5, outer, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(half(17, 6, outerRest, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decode(half(17, 6, outerRest, false))).isEqualTo(INSPECTED);
    assertWhole();
    assertThat(decoder.segment().tenant).isEqualTo(7);
  }

  @Test
  void decode_afterTimeout_startsAnew() {
    decodeAt(0, v4(1, 0, 24, true));
    assertThat(decodeAt(30_000_001, v4(1, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
    assertThat(decoder.view.abandonedDatagrams()).isEqualTo(1);
    assertThat(decodeAt(60_000_001, v4(1, 0, 24, true))).isEqualTo(INSPECTED);
  }

  @Test
  void decode_timeGoesBack_completesWithinTimeoutOnly() {
    decodeAt(100_000_000, v4(1, 0, 24, true));
    assertThat(decodeAt(99_000_000, v4(1, 24, 56, false))).isEqualTo(INSPECTED);
    decodeAt(100_000_000, v4(1, 0, 24, true));
    assertThat(decodeAt(1_000_000, v4(1, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
    decodeAt(Long.MAX_VALUE, v4(2, 0, 24, true));
    assertThat(decodeAt(Long.MIN_VALUE / 2, v4(2, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
  }

  @Test
  void decode_tooManyDatagrams_evictsOldest() {
    decoder = new Decoder(new PacketOptions(32, 2, 1 << 20, 16, 30_000_000));
    decode(v4(1, 0, 24, true));
    decode(v4(2, 0, 24, true));
    decode(v4(3, 0, 24, true));
    assertThat(decoder.view.abandonedDatagrams()).isEqualTo(1);
    assertThat(decode(v4(3, 24, 56, false))).isEqualTo(INSPECTED);
    assertThat(decode(v4(2, 24, 56, false))).isEqualTo(INSPECTED);
    assertThat(decode(v4(1, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
  }

  @Test
  void decode_tooManyBytes_evictsOldestAndReusesMemory() {
    decoder = new Decoder(new PacketOptions(32, 100, 2 * FragmentPages.PAGE_BYTES, 16, 30_000_000));
    for (int id = 1; id <= 1000; id++) {
      assertThat(decode(v4(id, 0, 24, true))).isEqualTo(IGNORED_FRAGMENT_HELD);
    }
    assertThat(decoder.view.abandonedDatagrams()).isEqualTo(998);
    assertThat(decode(v4(999, 24, 56, false))).isEqualTo(INSPECTED);
    assertWhole();
    assertThat(decode(v4(1000, 24, 56, false))).isEqualTo(INSPECTED);
    assertWhole();
  }

  @Test
  void decode_datagramBeyondMemory_isDroppedWhole() {
    decoder = new Decoder(new PacketOptions(32, 100, FragmentPages.PAGE_BYTES, 16, 30_000_000));
    decode(v4(1, 0, 24, true));
    assertThat(decode(Frames.ipv4Fragment(6, 1 << 16 | MORE | 256, new byte[8]))).isEqualTo(DROPPED_FRAGMENT_LIMIT);
    assertThat(decode(v4(1, 24, 56, false))).isEqualTo(IGNORED_FRAGMENT_HELD);
  }

  @Test
  void decode_tooManyFragments_dropsDatagram() {
    for (int i = 0; i < 128; i++) {
      assertThat(decode(Frames.ipv4Fragment(6, 1 << 16 | MORE | i * 2, new byte[8]))).isEqualTo(IGNORED_FRAGMENT_HELD);
    }
    assertThat(decode(Frames.ipv4Fragment(6, 1 << 16 | MORE | 300, new byte[8]))).isEqualTo(DROPPED_FRAGMENT_LIMIT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 12})
  void decode_lengthNoMultipleOfEight_isMalformed(int length) {
    assertThat(decode(Frames.ipv4Fragment(6, 1 << 16 | MORE, new byte[length]))).isEqualTo(DROPPED_MALFORMED);
  }

  @Test
  void decode_beyondLargestDatagram_isMalformed() {
    assertThat(decode(Frames.ipv4Fragment(6, 1 << 16 | 0x1fff, new byte[8]))).isEqualTo(DROPPED_MALFORMED);
  }

  @Test
  void decode_cutFragment_isTruncated() {
    byte[] fragment = v4(1, 0, 24, true);
    assertThat(decoder.decode(IP, Arrays.copyOf(fragment, 40), fragment.length)).isEqualTo(DROPPED_TRUNCATED_HEADER);
  }

  private PacketFate decode(byte[] packet) {
    return decoder.decode(IP, packet);
  }

  private PacketFate decodeAt(long timestampMicros, byte[] packet) {
    return decoder.decodeAt(timestampMicros, IP, packet, packet.length);
  }

  private void assertWhole() {
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
    assertThat(decoder.segment().destinationPort).isEqualTo(3333);
  }

  private static byte[] v4(int id, int start, int end, boolean hasMore) {
    return Frames.ipv4Fragment(6, id << 16 | (hasMore ? MORE : 0) | start >> 3, Arrays.copyOfRange(SEGMENT, start, end));
  }

  private static byte[] v6(int id, int start, int end, boolean hasMore, int nextHeader) {
    byte[] header = join(Frames.u8(nextHeader), hex("00"), Frames.u16(start | (hasMore ? 1 : 0)), Frames.u32(id));
    return Frames.ipv6(44, join(header, Arrays.copyOfRange(SEGMENT, start, end)));
  }

  /** The first 32 bytes of a datagram, or the rest. */
  private static byte[] half(int protocol, int id, byte[] datagram, boolean isFirst) {
    byte[] part = isFirst ? Arrays.copyOf(datagram, 32) : Arrays.copyOfRange(datagram, 32, datagram.length);
    return Frames.ipv4Fragment(protocol, id << 16 | (isFirst ? MORE : 4), part);
  }
}
