package stratoscope;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls.Said;

/** A Monero miner's connection in a cipher that is no TLS, as lines of a script: what is said is scrambled, nothing put in front. */
final class OwnCipher {
  private static final int SEED = 6;
  /** As no message begins, and no carrier. */
  private static final byte FIRST = (byte) 0x9C;

  private OwnCipher() {}

  static String lines(int seconds) {
    Random random = new Random(SEED);
    return lines(seconds, random::nextBytes);
  }

  /** The same times and lengths with numbers in clear. */
  static String plainLines(int seconds) {
    Random random = new Random(SEED);
    return lines(seconds, bytes -> {
      for (int i = 1; i < bytes.length; i++) {
        bytes[i] = (byte) (i % 4 < 2 ? 0 : random.nextInt());
      }
    });
  }

  private static String lines(int seconds, Consumer<byte[]> fill) {
    StringBuilder script = new StringBuilder();
    double now = 0;
    for (Said said : MoneroTalk.ofSeconds(seconds, SEED)) {
      byte[] bytes = new byte[said.bytes().length];
      fill.accept(bytes);
      bytes[0] = FIRST;
      script.append(String.format(Locale.ROOT, "wait %.3fs%n", Math.max(0, said.seconds() - now)))
          .append(said.isByClient() ? "C= " : "S= ").append(HexFormat.of().formatHex(bytes)).append('\n');
      now = said.seconds();
    }
    return script + "fin client\n";
  }
}
