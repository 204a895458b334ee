package stratoscope.profile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The texts by which pools sign the coinbase transactions of their blocks; data from {@code rules/pools/coinbase-tags.yaml}. Finds them
 * in the two halves of a coinbase that a Stratum job carries, whatever their case. Immutable.
 *
 * <p>A coinbase that is well formed is read only in the script that holds such texts; any other is read whole. A tag that the miner's
 * extranonce cuts in two is not found.
 */
public final class CoinbaseTags {
  /** Shorter ones turn up by chance. */
  public static final int MIN_TAG_BYTES = 4;
  /** Shorter ones must stand as words of their own: names hold names. */
  private static final int MIN_BYTES_INSIDE_WORDS = 8;
  /** Of each half. The script ends within the first 150 bytes; what goes on longer are payouts. */
  private static final int MAX_HALF_BYTES = 1024;
  /** Behind version, count of inputs (1), and the output that is spent (none). */
  private static final int SCRIPT_LENGTH_AT = 4 + 1 + 36;
  /** By consensus. */
  private static final int MAX_SCRIPT_BYTES = 100;

  /** A tag and whose it is. */
  public record Tag(String text, String pool) {}

  /** By first byte, the longest first; texts as bytes in small letters, one in each character. */
  private final List<List<Tag>> tags = new ArrayList<>();

  public CoinbaseTags(List<Tag> tags) {
    for (int firstByte = 0; firstByte < 256; firstByte++) {
      this.tags.add(new ArrayList<>());
    }
    for (Tag tag : tags) {
      String bytes = small(new String(tag.text.getBytes(UTF_8), ISO_8859_1));
      if (bytes.length() < MIN_TAG_BYTES) {
        throw new IllegalArgumentException("tag '" + tag.text + "' is too short to prove anything");
      }
      this.tags.get(bytes.charAt(0)).add(new Tag(bytes, tag.pool));
    }
    this.tags.forEach(list -> list.sort(Comparator.comparingInt((Tag tag) -> tag.text.length()).reversed()));
  }

  /** How many pools there are. */
  public long pools() {
    return tags.stream().flatMap(List::stream).map(Tag::pool).distinct().count();
  }

  /**
   * The pool whose tag a coinbase holds, by the longest one; null if it holds none or is no hex.
   *
   * @param coinbase1Hex the transaction up to the extranonce
   * @param coinbase2Hex the transaction behind it
   */
  public @Nullable String poolOf(String coinbase1Hex, String coinbase2Hex) {
    String first = bytesOf(coinbase1Hex);
    String second = bytesOf(coinbase2Hex);
    if (isWellFormed(first)) {
      String script = first.substring(SCRIPT_LENGTH_AT + 1);
      int left = Math.max(0, first.charAt(SCRIPT_LENGTH_AT) - script.length());
      first = script;
      second = second.substring(0, Math.min(second.length(), left));
    }
    Tag inFirst = longestIn(small(first));
    Tag inSecond = longestIn(small(second));
    if (inFirst == null || (inSecond != null && inSecond.text.length() > inFirst.text.length())) {
      return inSecond == null ? null : inSecond.pool;
    }
    return inFirst.pool;
  }

  private static boolean isWellFormed(String first) {
    return first.length() > SCRIPT_LENGTH_AT && first.charAt(4) == 1 && first.charAt(SCRIPT_LENGTH_AT) <= MAX_SCRIPT_BYTES;
  }

  private @Nullable Tag longestIn(String text) {
    Tag longest = null;
    for (int i = 0; i < text.length(); i++) {
      for (Tag tag : tags.get(text.charAt(i))) {
        if ((longest == null || tag.text.length() > longest.text.length()) && isAt(tag.text, text, i)) {
          longest = tag;
        }
      }
    }
    return longest;
  }

  private static boolean isAt(String tag, String text, int at) {
    return text.startsWith(tag, at)
        && (tag.length() >= MIN_BYTES_INSIDE_WORDS || (!isWithinWord(text, at) && !isWithinWord(text, at + tag.length())));
  }

  /** True if a letter or digit stands on either side of a place. */
  private static boolean isWithinWord(String text, int place) {
    return place > 0 && place < text.length() && isWordByte(text.charAt(place - 1)) && isWordByte(text.charAt(place));
  }

  private static boolean isWordByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /** The first bytes, one in each character; none if anything among them is no hex. */
  private static String bytesOf(String hex) {
    char[] bytes = new char[Math.min(hex.length() / 2, MAX_HALF_BYTES)];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(hex.charAt(2 * i), 16);
      int low = Character.digit(hex.charAt(2 * i + 1), 16);
      if (high < 0 || low < 0) {
        return "";
      }
      bytes[i] = (char) (high << 4 | low);
    }
    return new String(bytes);
  }

  /** What this does to bytes that are no ASCII does not matter, as it does the same to tags. */
  private static String small(String bytes) {
    return bytes.toLowerCase(Locale.ROOT);
  }
}
