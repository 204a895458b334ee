package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Time stamps of every resolution against exact arithmetic. */
class PcapngInterfacesTest {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static long micros(int resolution, long offset, long units) {
    ByteBuffer body = ByteBuffer.allocate(8 + 8 + 12);
    body.putShort((short) 1).putShort((short) 0).putInt(0).putShort((short) 9).putShort((short) 1).put((byte) resolution);
    body.position(16).putShort((short) 14).putShort((short) 8).putLong(offset);
    PcapngInterfaces interfaces = new PcapngInterfaces();
    interfaces.add(body, 0, body.capacity(), false);
    return interfaces.micros(0, units);
  }

  private static long exact(int resolution, long units) {
    BigInteger value = new BigInteger(Long.toUnsignedString(units)).multiply(MILLION);
    BigInteger perSecond = resolution >= 0x80 ? BigInteger.TWO.pow(resolution - 0x80) : BigInteger.TEN.pow(resolution);
    return value.divide(perSecond).min(MAX).longValueExact();
  }

  @Test
  void micros_everyResolution_isRoundedDownExactly() {
    Random random = new Random(1);
    for (int resolution = 0; resolution < 256; resolution++) {
      for (int i = 0; i < 200; i++) {
        long units = random.nextLong() >>> random.nextInt(64);
        assertThat(micros(resolution, 0, units)).as("%d units of %d", units, resolution).isEqualTo(exact(resolution, units));
      }
      assertThat(micros(resolution, 0, -1)).as("all ones of %d", resolution).isEqualTo(exact(resolution, -1));
    }
  }

  @Test
  void micros_offset_isAddedWithoutOverflow() {
    assertThat(micros(6, 10, 5)).isEqualTo(10_000_005);
    assertThat(micros(6, -10, 5)).isEqualTo(-9_999_995);
    assertThat(micros(6, Long.MAX_VALUE, 5)).isEqualTo(Long.MAX_VALUE);
    assertThat(micros(6, Long.MIN_VALUE, 0)).isEqualTo(Long.MIN_VALUE);
    assertThat(micros(0, 1, -1)).isEqualTo(Long.MAX_VALUE);
  }
}
