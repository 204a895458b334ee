package stratoscope.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import stratoscope.capture.CaptureException;

/** A small file of text that others may not read. What goes wrong is said in one line, with its name and nothing of what it holds. */
final class SecretFile {
  /** Hundreds of users, or the longest of keys. */
  private static final int MAX_BYTES = 64 << 10;

  private SecretFile() {}

  /** @throws IOException if it can't be read, is too long, or anybody may read it */
  static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + ": is larger than " + MAX_BYTES + " bytes");
      }
      if (isOpen(file)) {
        throw new IOException(file + ": everybody on this machine may read it: chmod o= " + file);
      }
      return new String(bytes, UTF_8);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file + ": ") ? e : CaptureException.of(file.toString(), e);
    }
  }

  private static boolean isOpen(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return permissions.contains(PosixFilePermission.OTHERS_READ) || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }
}
