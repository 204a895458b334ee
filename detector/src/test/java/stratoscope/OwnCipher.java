package stratoscope;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls.Said;

/** A Monero miner's connection in a cipher that is no TLS, as lines of a capture script: what is said is scrambled, nothing put in front. */
final class OwnCipher {
  private static final int SEED = 6;
  /** As no message begins, and no carrier. */
  private static final byte FIRST = (byte) 0x9C;

  private OwnCipher() {}

  static String lines(int seconds) {
    Random random = new Random(SEED);
    StringBuilder script = new StringBuilder();
    double now = 0;
    for (Said said : MoneroTalk.ofSeconds(seconds, SEED)) {
      byte[] bytes = new byte[said.bytes().length];
      random.nextBytes(bytes);
      bytes[0] = FIRST;
      script.append(String.format(Locale.ROOT, "wait %.3fs%n", Math.max(0, said.seconds() - now)))
          .append(said.isByClient() ? "C= " : "S= ").append(HexFormat.of().formatHex(bytes)).append('\n');
      now = said.seconds();
    }
    return script + "fin client\n";
  }
}
