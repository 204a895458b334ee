package stratoscope.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Side;
import stratoscope.packet.IpAddress;

/**
 * One record of the state, value by value as {@link StateWriter} wrote it. One thread. Nothing in it is believed: what can't be gives a
 * {@link StateException}, and nothing is made room for that the record does not hold.
 */
public final class StateReader {
  /** As in the rule files. */
  private static final int MAX_WEIGHT = 1000;

  private final StateKind kind;
  private final byte[] bytes;
  private final RuleSet rules;
  private int at;

  /** @param rules by which signs are read */
  public StateReader(StateKind kind, byte[] bytes, RuleSet rules) {
    this.kind = kind;
    this.bytes = bytes;
    this.rules = rules;
  }

  /** The same record from its beginning, for another reader. */
  public StateReader again() {
    return new StateReader(kind, bytes, rules);
  }

  public StateKind kind() {
    return kind;
  }

  public long number() throws StateException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = next();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new StateException("a number has no end");
  }

  private byte next() throws StateException {
    need(1);
    return bytes[at++];
  }

  private void need(long more) throws StateException {
    if (more < 0 || more > bytes.length - at) {
      throw new StateException("a record of kind " + kind + " is too short");
    }
  }

  /** One from a range. */
  public int number(int least, int most) throws StateException {
    long value = number();
    if (value < least || value > most) {
      throw new StateException("a number is not from " + least + " to " + most);
    }
    return (int) value;
  }

  /** One that is not below 0. */
  public long natural() throws StateException {
    long value = number();
    if (value < 0) {
      throw new StateException("a count is below 0");
    }
    return value;
  }

  public boolean truth() throws StateException {
    return number(0, 1) == 1;
  }

  public double decimal() throws StateException {
    return Double.longBitsToDouble(fixed());
  }

  private long fixed() throws StateException {
    need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  public IpAddress address() throws StateException {
    return new IpAddress(fixed(), fixed());
  }

  public @Nullable String text() throws StateException {
    long length = number();
    if (length == -1) {
      return null;
    }
    need(length);
    String text = new String(bytes, at, (int) length, UTF_8);
    at += (int) length;
    return text;
  }

  /** A text that must be there. */
  public String someText() throws StateException {
    String text = text();
    if (text == null) {
      throw new StateException("a text is missing");
    }
    return text;
  }

  /** A number of elements, of which each takes a byte at least. */
  public int size() throws StateException {
    long size = number();
    need(size);
    return (int) size;
  }

  /** Adds texts that are there to others. */
  public void texts(Collection<String> into) throws StateException {
    for (int left = size(); left > 0; left--) {
      into.add(someText());
    }
  }

  public List<String> texts() throws StateException {
    List<String> texts = new ArrayList<>();
    texts(texts);
    return texts;
  }

  public @Nullable Long count() throws StateException {
    return truth() ? (Long) number() : null;
  }

  /** One of an enum's, by its name. */
  public <E extends Enum<E>> E word(E[] words) throws StateException {
    String name = someText();
    for (E word : words) {
      if (word.name().equals(name)) {
        return word;
      }
    }
    throw new StateException("a word is unknown");
  }

  /** Signs, without those whose rules are no more. */
  public List<Evidence> signs() throws StateException {
    List<Evidence> signs = new ArrayList<>();
    for (int left = size(); left > 0; left--) {
      Rule rule = rules.find(someText());
      int weight = number(-MAX_WEIGHT, MAX_WEIGHT);
      Side side = word(Side.values());
      long packet = number();
      long micros = number();
      String excerpt = someText();
      if (rule != null) {
        signs.add(new Evidence(rule, weight, side, packet, micros,
            excerpt.substring(0, Math.min(excerpt.length(), Evidence.MAX_EXCERPT_CHARS + 1))));
      }
    }
    return signs;
  }

  /** The record as it is: {@code PROVEN 00c0…}. */
  @Override
  public String toString() {
    return kind + " " + HexFormat.of().formatHex(bytes);
  }
}
