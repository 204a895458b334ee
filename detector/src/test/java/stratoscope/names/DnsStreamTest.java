package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stratoscope.testing.Allocation;
import stratoscope.testing.DnsBytes;

/** DNS over TCP, cut anywhere. */
class DnsStreamTest {
  private static final List<String> ALL = List.of("pool0.example", "pool1.example", "pool2.example");

  private final List<String> asked = new ArrayList<>();
  private final DnsStream stream = new DnsStream(new DnsMessage(), message -> asked.add(message.questionName().toString()));

  @Test
  void nettysResponses_whole_areRead() {
    stream.onBytes(Unpooled.wrappedBuffer(responses()));
    assertThat(asked).isEqualTo(ALL);
    assertThat(stream.isOver()).isFalse();
  }

  @Test
  void nettysResponses_byteAtATime_areTheSame() {
    for (byte b : responses()) {
      stream.onBytes(Unpooled.wrappedBuffer(new byte[] {b}));
    }
    assertThat(asked).isEqualTo(ALL);
  }

  @Test
  void nettysResponses_cutAtRandom_areTheSame() {
    byte[] bytes = responses();
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      asked.clear();
      DnsStream other = new DnsStream(new DnsMessage(), message -> asked.add(message.questionName().toString()));
      for (int at = 0; at < bytes.length;) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
        other.onBytes(Unpooled.copiedBuffer(bytes, at, end - at));
        at = end;
      }
      assertThat(asked).isEqualTo(ALL);
    }
  }

  @Test
  void otherStreams_areGivenUp() {
    for (String text : new String[] {"GET / HTTP/1.1\r\n\r\n" + "x".repeat(30_000), "\0\0", "\0\13"}) {
      DnsStream other = new DnsStream(new DnsMessage(), message -> asked.add("no DNS"));
      other.onBytes(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
      assertThat(other.isOver()).isTrue();
      ByteBuf more = Unpooled.wrappedBuffer(responses());
      other.onBytes(more);
      assertThat(more.isReadable()).isFalse();
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void announcedLength_costsNothingBeforeItsBytesCome() {
    ByteBuf start = Unpooled.wrappedBuffer(new byte[] {(byte) 0xFF, (byte) 0xFF, 1});
    long bytes = Allocation.leastBytes(() -> new DnsStream(new DnsMessage(), message -> {}).onBytes(start.resetReaderIndex()));
    assertThat(bytes).isLessThan(8192);
  }

  @Test
  void longestMessage_isRead() {
    byte[] query = new DnsBytes(DnsBytes.QUERY, 1, 0, 0).name("a.example").u16(1).u16(1).toBytes();
    byte[] bytes = new byte[2 + 65_535];
    Arrays.fill(bytes, 0, 2, (byte) 0xFF);
    System.arraycopy(query, 0, bytes, 2, query.length);
    for (int at = 0; at < bytes.length; at += 1000) {
      stream.onBytes(Unpooled.copiedBuffer(bytes, at, Math.min(1000, bytes.length - at)));
    }
    assertThat(asked).containsExactly("a.example");
  }

  private static byte[] responses() {
    ByteBuf all = Unpooled.buffer();
    for (int i = 0; i < 3; i++) {
      EmbeddedChannel channel = new EmbeddedChannel(new TcpDnsResponseEncoder());
      String name = "pool" + i + ".example.";
      channel.writeOutbound(new DefaultDnsResponse(i)
          .addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(name, DnsRecordType.A))
          .addRecord(DnsSection.ANSWER, new DefaultDnsRawRecord(name, DnsRecordType.A, 60,
              Unpooled.wrappedBuffer(new byte[] {(byte) 192, 0, 2, (byte) i}))));
      ByteBuf part = channel.readOutbound();
      all.writeBytes(part);
      part.release();
      channel.finishAndReleaseAll();
    }
    return ByteBufUtil.getBytes(all);
  }
}
