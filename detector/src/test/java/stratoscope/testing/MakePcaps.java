package stratoscope.testing;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Writes every capture in {@code pcaps/} anew from the script beside it; leaves alone those that already hold the same packets. */
public final class MakePcaps {
  private MakePcaps() {}

  public static void main(String[] arguments) throws IOException {
    Path root = arguments.length > 0 ? Path.of(arguments[0]) : root();
    for (Path script : scripts(root)) {
      CaptureScript capture = CaptureScript.of(script);
      Path file = captureOf(script, capture);
      if (!Files.exists(file) || !Arrays.equals(contents(file), capture.uncompressedBytes())) {
        Files.write(file, capture.toBytes());
        System.out.println(file + ": " + capture.packetCount() + " packets");
      }
    }
  }

  /** The project's {@code pcaps} folder, seen from its root or from a module. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("pcaps/README.md"))) {
        return folder.resolve("pcaps");
      }
    }
    throw new IllegalStateException("no pcaps folder above " + here);
  }

  /** The scripts in it, in the order of their paths. */
  public static List<Path> scripts(Path root) throws IOException {
    return files(root, ".*\\.script");
  }

  public static List<Path> captures(Path root) throws IOException {
    return files(root, ".*\\.pcap.*");
  }

  private static List<Path> files(Path root, String name) throws IOException {
    try (Stream<Path> files = Files.walk(root, 2)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  public static Path captureOf(Path script, CaptureScript capture) {
    return script.resolveSibling(script.getFileName().toString().replaceFirst("\\.script$", "." + capture.extension()));
  }

  /** A capture's bytes, decompressed: what a compressor writes may differ from one JDK to the next. */
  public static byte[] contents(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.toString();
    try (InputStream in = name.endsWith(".gz") ? new GZIPInputStream(new ByteArrayInputStream(bytes))
        : name.endsWith(".zst") ? new ZstdInputStream(new ByteArrayInputStream(bytes))
        : new ByteArrayInputStream(bytes)) {
      return in.readAllBytes();
    }
  }
}
