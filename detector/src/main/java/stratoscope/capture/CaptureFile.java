package stratoscope.capture;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A capture to be read: its name as the user wrote it and where it is.
 *
 * @param path null for standard input
 * @param sizeBytes -1 when it has no end in sight: standard input, a pipe
 */
public record CaptureFile(String name, @Nullable Path path, long sizeBytes) {
  /** The argument that means standard input, and its name in reports. */
  public static final String STDIN_NAME = "-";

  public static CaptureFile stdin() {
    return new CaptureFile(STDIN_NAME, null, -1);
  }

  boolean isStream() {
    return sizeBytes < 0;
  }
}
