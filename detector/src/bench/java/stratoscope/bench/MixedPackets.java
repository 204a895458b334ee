package stratoscope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureReader;
import stratoscope.capture.PacketSource;

/** A mixed capture for benchmarks, on disk, and in the page cache once it was read. */
final class MixedPackets implements AutoCloseable {
  static final int COUNT = 200_000;
  private static final long SEED = 7;

  private final Path file;

  MixedPackets() {
    try {
      file = Files.createTempFile("stratoscope-bench", ".pcap");
      file.toFile().deleteOnExit();
      new TrafficMix(COUNT, SEED).writeTo(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PacketSource open() throws IOException {
    return CaptureReader.open(new CaptureFile(file.toString(), file, Files.size(file)), new CaptureProblems());
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
  }
}
