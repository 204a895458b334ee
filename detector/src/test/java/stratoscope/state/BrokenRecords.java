package stratoscope.state;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;

/** Records of which somebody changed some bytes. */
public final class BrokenRecords {
  private BrokenRecords() {}

  /** The same kind of record with a few bytes changed, or cut off; some stay as they are. */
  public static StateReader of(StateReader sound, Random random) {
    String text = sound.toString();
    byte[] bytes = HexFormat.of().parseHex(text.substring(text.indexOf(' ') + 1));
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    try {
      return new StateReader(sound.kind(), Arrays.copyOf(bytes, length), ShippedRules.take().rules());
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
  }
}
