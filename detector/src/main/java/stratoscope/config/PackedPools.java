package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolSource;
import stratoscope.names.WebLabels;

/** The rows of {@code pools/*.csv} inside the jar: columns that {@link RulePacker} wrote, which are read in a few milliseconds. */
final class PackedPools {
  /** Where the build puts them among the classes. */
  private static final String RESOURCE = "/pools.packed";

  private PackedPools() {}

  static PoolDirectory read(WebLabels labels, Map<String, PoolSource> sources) {
    try (InputStream in = PackedPools.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing: the build makes it");
      }
      return PoolDirectory.unpack(ByteBuffer.wrap(in.readAllBytes()), labels, sources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
