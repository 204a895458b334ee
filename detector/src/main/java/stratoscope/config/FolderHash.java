package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What rules or inventories were, in one number: SHA-256 of a file, or of all files below a folder, one after another in the order of their
 * paths; without hidden ones and {@code *.md}. A shell makes the same:
 * {@code find -L . -name '.?*' -prune -o -type f ! -name '*.md' -print | LC_ALL=C sort | xargs cat | sha256sum}.
 */
public final class FolderHash {
  private static final int BLOCK_BYTES = 1 << 16;

  private FolderHash() {}

  /** In hexadecimal. */
  public static String of(Path path) throws IOException {
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK_BYTES];
    for (Path file : files(path)) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
          digest.update(block, 0, read);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(file -> Files.isRegularFile(file) && isCounted(path.relativize(file)))
          .sorted(Comparator.comparing(file -> path.relativize(file).toString().replace('\\', '/'))).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // such as a link that leads back to where it is
    }
  }

  private static boolean isCounted(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return !file.toString().endsWith(".md");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
