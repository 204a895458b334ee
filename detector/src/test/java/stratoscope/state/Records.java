package stratoscope.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.evidence.RuleSet;

/** What pieces write, to be read back. */
public final class Records {
  private Records() {}

  private static RuleSet rules() {
    try {
      return ShippedRules.take().rules();
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
  }

  public static List<StateReader> of(Collection<Stateful> pieces) {
    StateWriter writer = new StateWriter();
    pieces.forEach(piece -> piece.save(writer));
    return of(writer.take());
  }

  static List<StateReader> of(byte[] records) {
    RuleSet rules = rules();
    List<StateReader> readers = new ArrayList<>();
    for (ByteBuffer left = ByteBuffer.wrap(records); left.hasRemaining();) {
      StateKind kind = StateKind.of(left.get());
      int length = left.getInt();
      readers.add(new StateReader(kind, Arrays.copyOfRange(records, left.position(), left.position() + length), rules));
      left.position(left.position() + length);
    }
    return readers;
  }
}
