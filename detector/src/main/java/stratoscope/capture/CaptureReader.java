package stratoscope.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;

/**
 * One capture file or stream, pcap or pcapng, plain or packed with gzip or zstd, read at the speed of the disk. One thread reads; any
 * thread may ask for the progress. Drops no packet that can be read: after the first header nothing in the file is an error, but what is
 * wrong goes to {@link CaptureProblems}. A record is held in one piece up to 512 KiB; longer ones are stepped over and reported.
 *
 * <p>Bytes are read in blocks into direct memory, by a thread ahead of the reader where they must be unpacked, and packets are windows into
 * these blocks. No memory mapping: a file that is cut while it is read would end the process.
 */
public final class CaptureReader implements PacketSource {
  private final String name;
  private final BlockWindow window;
  private final Reports reports;
  private final RecordReader records;
  private final long totalBytes;
  private boolean isDamageReported;

  private CaptureReader(String name, BlockWindow window, CaptureProblems problems, long totalBytes) throws IOException {
    this.name = name;
    this.window = window;
    this.reports = new Reports(problems, name);
    this.totalBytes = totalBytes;
    if (!window.require(CaptureFormat.HEAD_BYTES) && window.isDamaged()) {
      throw CaptureException.damaged(name);
    }
    this.records = switch (CaptureFormat.of(window.data, window.position, window.limit - window.position)) {
      case PCAP -> new PcapRecords(window, reports);
      case PCAPNG -> new PcapngBlocks(window, reports);
      case NONE -> throw CaptureException.notACapture(name);
    };
  }

  /**
   * Opens a capture and reads its first header.
   *
   * @throws CaptureException when it is missing, forbidden, or no capture: one line
   */
  public static CaptureReader open(CaptureFile file, CaptureProblems problems) throws CaptureException {
    return open(file, problems, new BlockPool(BlockPlan.SEQUENTIAL));
  }

  static CaptureReader open(CaptureFile file, CaptureProblems problems, BlockPool pool) throws CaptureException {
    try {
      return open(file.name(), FileBytes.open(file), problems, pool, file.sizeBytes());
    } catch (IOException e) {
      throw CaptureException.of(file.name(), e);
    }
  }

  /** A capture that comes from somewhere else, without an end in sight. */
  static CaptureReader open(String name, InputStream stream, CaptureProblems problems, BlockPlan plan) throws IOException {
    return open(name, new FileBytes(Channels.newChannel(stream)), problems, new BlockPool(plan), -1);
  }

  private static CaptureReader open(String name, FileBytes file, CaptureProblems problems, BlockPool pool, long totalBytes)
      throws IOException {
    BlockWindow window = null;
    try {
      window = new BlockWindow(CaptureBytes.open(file, totalBytes < 0), pool);
      return new CaptureReader(name, window, problems, totalBytes);
    } catch (IOException | RuntimeException e) {
      file.close();
      if (window != null) {
        window.close();
      }
      if (file.failure() == null && !(e instanceof CaptureException)) {
        throw CaptureException.notACapture(name);
      }
      throw e;
    }
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    try {
      if (records.next(packet)) {
        return true;
      }
    } catch (IOException e) {
      throw CaptureException.of(name, e);
    }
    if (window.isDamaged() && !isDamageReported) {
      isDamageReported = true;
      long offset = window.streamOffset(window.position);
      reports.add(ProblemKind.BAD_COMPRESSION, records.number(), offset, window.filePosition(), totalBytes);
    }
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  /** Bytes of the file itself read so far, at most some blocks ahead of the packets; packed bytes where it is packed. */
  public long bytesRead() {
    return window.filePosition();
  }

  /** Size of the file itself when it was opened; -1 for streams. */
  public long totalBytes() {
    return totalBytes;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
