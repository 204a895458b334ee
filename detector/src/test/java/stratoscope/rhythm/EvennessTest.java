package stratoscope.rhythm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks like a cipher and what does not, though all of it comes to the beat of mining. */
class EvennessTest {
  private static final RhythmOptions OPTIONS = RhythmRatesTest.shipped();
  private static final int SEEDS = 20;
  private static final Random RANDOM = new Random(12);

  /** What messages of no cipher are made of. */
  enum Plain {
    /** Records of fields: length, type, id, time, measures. */
    FIELDS(length -> {
      ByteBuffer bytes = ByteBuffer.allocate(length + 32);
      bytes.putShort((short) length).put((byte) 7).put((byte) RANDOM.nextInt(4)).putInt(RANDOM.nextInt(1000)).putLong(1_700_000_000_000L);
      while (bytes.position() < length) {
        bytes.putFloat(20 + 5 * RANDOM.nextFloat());
      }
      return bytes.array();
    }),
    SMALL_NUMBERS(length -> {
      ByteBuffer bytes = ByteBuffer.allocate(length + 4);
      while (bytes.position() < length) {
        bytes.putInt(RANDOM.nextInt(100_000));
      }
      return bytes.array();
    }),
    /** Tags and texts, as of Protocol Buffers. */
    TAGGED(length -> {
      ByteBuffer bytes = ByteBuffer.allocate(length + 64);
      for (int tag = 1; bytes.position() < length; tag = tag % 15 + 1) {
        if (RANDOM.nextBoolean()) {
          bytes.put((byte) (tag << 3)).put((byte) (0x80 | RANDOM.nextInt(128))).put((byte) RANDOM.nextInt(128));
        } else {
          bytes.put((byte) (tag << 3 | 2)).put((byte) 12).put("sensor-000".getBytes(US_ASCII)).put((byte) ('a' + RANDOM.nextInt(26)))
              .put((byte) ('a' + RANDOM.nextInt(26)));
        }
      }
      return bytes.array();
    }),
    HEX(length -> HexFormat.of().formatHex(Talk.noise(length)).getBytes(US_ASCII)),
    BASE64(length -> Base64.getEncoder().encode(Talk.noise(length))),
    WIDE_TEXT(length -> "state of pump seven changed; ".repeat(length / 50 + 1).getBytes(UTF_16BE)),
    ZEROS(byte[]::new);

    private final IntFunction<byte[]> content;

    Plain(IntFunction<byte[]> content) {
      this.content = content;
    }

    byte[] of(int length) {
      return Arrays.copyOf(content.apply(length), length);
    }
  }

  /** What surrounds noise in clear. */
  enum Framed {
    BARE(0), LENGTH(2), LONG_LENGTH(4), LENGTH_AND_TYPE(6), HEAD(8);

    private final int head;

    Framed(int head) {
      this.head = head;
    }

    byte[] of(int length) {
      byte[] bytes = Talk.noise(length);
      byte[] front = ByteBuffer.allocate(8).putShort(6, (short) length).array();
      System.arraycopy(front, 8 - head, bytes, 0, Math.min(head, length));
      return bytes;
    }
  }

  private static List<Rhythm> played(IntFunction<byte[]> content) {
    List<Rhythm> rhythms = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      rhythms.add(MinerTraffic.OWN_CIPHER.talk(seed).play(OPTIONS, 20, Double.MAX_VALUE, content));
    }
    return rhythms;
  }

  @ParameterizedTest
  @EnumSource(Plain.class)
  void plainProtocol_toTheBeatOfMining_isNotAccused_andGivenUp(Plain plain) {
    assertThat(played(plain::of)).allSatisfy(rhythm -> {
      assertThat(rhythm.sign()).isNull();
      assertThat(rhythm.isMining()).isFalse();
      assertThat(rhythm.isHopeless()).isTrue();
    });
  }

  @ParameterizedTest
  @EnumSource(Framed.class)
  void cipher_whateverStandsInFrontOfItsMessages_isFound(Framed framed) {
    assertThat(played(framed::of)).filteredOn(rhythm -> rhythm.sign() != null).hasSizeGreaterThanOrEqualTo(SEEDS - 1);
  }

  @Test
  void recordsOfTls_needNoLook() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Talk talk = MinerTraffic.MONERO.talk(seed);
      Talk tls = new Talk(talk.name(), true, talk.messages());
      assertThat(tls.play(OPTIONS, 20, Double.MAX_VALUE, byte[]::new).sign()).isEqualTo(tls.play(OPTIONS).sign());
    }
  }

  @Test
  void noise_isNeverPlain_howeverLittle() {
    Random random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      Evenness evenness = new Evenness(OPTIONS.cipher());
      byte[] bytes = new byte[random.nextInt(1, 600)];
      random.nextBytes(bytes);
      evenness.add(Unpooled.wrappedBuffer(bytes));
      assertThat(evenness.isPlain()).isFalse();
    }
  }

  @Test
  void compressed_looksLikeACipher() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(Base64.getEncoder().encode(Talk.noise(3000)));
    }
    Evenness evenness = new Evenness(OPTIONS.cipher());
    evenness.add(Unpooled.wrappedBuffer(out.toByteArray()));
    assertThat(evenness.isFull()).isTrue();
    assertThat(evenness.isPlain()).isFalse();
  }

  @Test
  void bytes_beyondTheBound_changeNothing() {
    Evenness evenness = new Evenness(OPTIONS.cipher());
    evenness.add(Unpooled.wrappedBuffer(Talk.noise(OPTIONS.cipher().bytes())));
    assertThat(evenness.isFull()).isTrue();
    evenness.add(Unpooled.wrappedBuffer(new byte[100_000]));
    assertThat(evenness.isPlain()).isFalse();
  }

  @Test
  void fewBytes_areNotJudged() {
    Evenness evenness = new Evenness(OPTIONS.cipher());
    evenness.add(Unpooled.wrappedBuffer(new byte[OPTIONS.cipher().least() - 1]));
    assertThat(evenness.isPlain()).isFalse();
    evenness.add(Unpooled.wrappedBuffer(new byte[1]));
    assertThat(evenness.isPlain()).isTrue();
  }
}
