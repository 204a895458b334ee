package stratoscope.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes packets to a classic pcap file as they come. One thread. */
final class MixFile implements TrafficMix.Sink, Closeable {
  private static final int SNAP_BYTES = 262_144;
  private static final int ETHERNET = 1;

  private final OutputStream out;
  private final ByteBuffer block = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);

  MixFile(OutputStream out) {
    this.out = out;
    block.putInt(0xA1B2_C3D4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(SNAP_BYTES).putInt(ETHERNET);
  }

  @Override
  public void packet(long micros, Frame frame) throws IOException {
    ByteBuffer bytes = frame.bytes.flip();
    if (block.remaining() < 16 + bytes.remaining()) {
      drain();
    }
    block.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000)).putInt(bytes.remaining()).putInt(bytes.remaining());
    block.put(bytes);
  }

  private void drain() throws IOException {
    out.write(block.array(), 0, block.position());
    block.clear();
  }

  @Override
  public void close() throws IOException {
    drain();
    out.close();
  }
}
