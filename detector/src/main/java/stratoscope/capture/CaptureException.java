package stratoscope.capture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why a capture can't be read or written, as one line for the user: what, where, what to do. The face that shows it puts the program's
 * name in front.
 */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1;

  public CaptureException(String message) {
    super(message);
  }

  public CaptureException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same failure in one line that starts with the name the user wrote. */
  public static CaptureException of(String name, IOException cause) {
    if (cause instanceof CaptureException known) {
      return known;
    }
    return new CaptureException(name + ": " + reason(cause), cause);
  }

  static CaptureException damaged(String name) {
    return new CaptureException(name + ": compressed data is damaged or cut off before the first packet");
  }

  static CaptureException notACapture(String name) {
    return new CaptureException(name + ": not a capture file (pcap, pcapng, optionally gzip or zstd)");
  }

  /** Why, in a few words without the name. */
  public static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String text = cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return text == null || text.isBlank() ? cause.getClass().getSimpleName() : text.lines().findFirst().orElse(text);
  }
}
