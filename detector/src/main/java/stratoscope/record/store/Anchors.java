package stratoscope.record.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stratoscope.capture.CaptureException;
import stratoscope.record.store.AccessStore.Link;

/**
 * The daily links of a store's chain, a line each, in a file beside it: copied to where nobody can change it, it proves later that no
 * record before was changed or lost, though somebody made the whole chain anew.
 */
public final class Anchors {
  private static final Pattern LINE =
      Pattern.compile("\\{\"day\":\"(\\d{4}-\\d\\d-\\d\\d)\",\"number\":(\\d{1,18}),\"hash\":\"([0-9a-f]{64})\"}");

  private Anchors() {}

  /** One of them: the last record that was told on a day or before. */
  public record Anchor(String day, Link link) {}

  /** Where a store's anchors are unless told otherwise. */
  public static Path fileOf(Path store) {
    return store.resolveSibling(store.getFileName() + ".anchors");
  }

  static void append(Path file, Anchor anchor) throws StoreException {
    String line = (isCut(file) ? "\n" : "") + "{\"day\":\"" + anchor.day() + "\",\"number\":" + anchor.link().number() + ",\"hash\":\""
        + anchor.link().hash() + "\"}\n";
    try {
      Files.writeString(file, line, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new StoreException(file + ": can't be written: " + CaptureException.reason(e));
    }
  }

  /** Whether the last line has no end, as after a loss of power: another must not go behind it. */
  private static boolean isCut(Path file) {
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return in.size() > 0 && in.position(in.size() - 1).read(last) == 1 && last.get(0) != '\n';
    } catch (IOException e) {
      return false; // there is none yet, or who writes it complains
    }
  }

  /**
   * Reads a file of anchors.
   *
   * @throws StoreException with file and line, if it can't be understood
   */
  public static List<Anchor> read(Path file) throws StoreException {
    List<Anchor> anchors = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          throw new StoreException(file + ":" + (anchors.size() + 1) + ": is no anchor; a copy without this line vouches for the rest");
        }
        anchors.add(new Anchor(matcher.group(1), new Link(Long.parseLong(matcher.group(2)), matcher.group(3))));
      }
      return anchors;
    } catch (IOException e) {
      throw new StoreException(file + ": " + (Files.exists(file) ? "can't be read" : "no such file"));
    }
  }
}
