package stratoscope;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import stratoscope.capture.RawPacket;
import stratoscope.packet.TcpSegment;

/**
 * Segments on their way to the worker that their connection belongs to, from those that read them, each with its packet. Any thread may
 * put, one takes. Bounded: memory of a fixed size, made once, that is written around and around; a segment that finds no room is refused.
 */
final class HandOver {
  /** Says that nothing waits. */
  static final long NOTHING = Long.MAX_VALUE;
  /** In front of each packet's bytes; see {@link #writeHeader}. */
  private static final int HEADER_BYTES = 104;
  /** In place of a length: the rest of the memory is too small, go on at its start. */
  private static final int WRAP = -1;

  private final ByteBuffer data;
  private final long capacity;
  /** Where the next is written, and the first that is still in use; both only grow. */
  private long end;
  private long start;
  /** Bytes of the one that is in use. */
  private int inUse;
  private volatile long waitingMicros = NOTHING;

  /** @param capacityBytes a multiple of 8 */
  HandOver(int capacityBytes) {
    capacity = capacityBytes;
    data = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.BIG_ENDIAN);
  }

  /** When the first that waits was captured; {@link #NOTHING} if none does. */
  long waitingMicros() {
    return waitingMicros;
  }

  /**
   * Puts a copy behind the others.
   *
   * @param source number of the interface
   * @return false if there is no room
   */
  @SuppressWarnings("ReferenceEquality") // it is the memory that must be the same, not the bytes
  synchronized boolean put(TcpSegment segment, RawPacket packet, int source) {
    boolean isInPacket = segment.data == packet.data; // else it was put together from fragments
    int extra = isInPacket ? 0 : segment.payloadLength;
    int length = (HEADER_BYTES + packet.capturedLength + extra + 7) & ~7;
    int at = room(length);
    if (at < 0) {
      return false;
    }
    int bytesAt = at + HEADER_BYTES;
    writeHeader(at, segment, packet);
    data.putInt(at, length);
    data.putInt(at + 4, source);
    data.putInt(at + 8, isInPacket ? segment.payloadOffset - packet.offset : packet.capturedLength);
    data.put(bytesAt, packet.data, packet.offset, packet.capturedLength);
    data.put(bytesAt + packet.capturedLength, segment.data, segment.payloadOffset, extra);
    end += length;
    if (waitingMicros == NOTHING) {
      waitingMicros = packet.timestampMicros;
    }
    return true;
  }

  /** Where so many bytes in a row are free; -1 if nowhere. */
  private int room(int length) {
    int at = (int) (end % capacity);
    long skipped = at + length > capacity ? capacity - at : 0;
    if (end + skipped + length - start > capacity) {
      return -1;
    }
    if (skipped > 0) {
      data.putInt(at, WRAP);
      end += skipped;
      return 0;
    }
    return at;
  }

  private void writeHeader(int at, TcpSegment s, RawPacket packet) {
    data.putInt(at + 12, packet.capturedLength).putInt(at + 16, packet.originalLength).putInt(at + 20, packet.linkType)
        .putLong(at + 24, packet.timestampMicros).putLong(at + 32, packet.number);
    data.putLong(at + 40, s.sourceHigh).putLong(at + 48, s.sourceLow).putLong(at + 56, s.destinationHigh)
        .putLong(at + 64, s.destinationLow).putInt(at + 72, s.sourcePort).putInt(at + 76, s.destinationPort).putInt(at + 80, s.tenant)
        .putInt(at + 84, s.sequence).putInt(at + 88, s.acknowledgement).putInt(at + 92, s.flags).putInt(at + 96, s.payloadLength)
        .putInt(at + 100, s.missingLength);
  }

  /**
   * Takes the first out; it may be read until the next call of this or of {@link #release}.
   *
   * @return number of the interface; only if something waits
   */
  synchronized int take(TcpSegment s, RawPacket packet) {
    release();
    int at = place(start);
    inUse = data.getInt(at);
    packet.data = data;
    packet.offset = at + HEADER_BYTES;
    packet.capturedLength = data.getInt(at + 12);
    packet.originalLength = data.getInt(at + 16);
    packet.linkType = data.getInt(at + 20);
    packet.timestampMicros = data.getLong(at + 24);
    packet.number = data.getLong(at + 32);
    packet.isTick = false;
    s.data = data;
    s.sourceHigh = data.getLong(at + 40);
    s.sourceLow = data.getLong(at + 48);
    s.destinationHigh = data.getLong(at + 56);
    s.destinationLow = data.getLong(at + 64);
    s.sourcePort = data.getInt(at + 72);
    s.destinationPort = data.getInt(at + 76);
    s.tenant = data.getInt(at + 80);
    s.sequence = data.getInt(at + 84);
    s.acknowledgement = data.getInt(at + 88);
    s.flags = data.getInt(at + 92);
    s.payloadOffset = packet.offset + data.getInt(at + 8);
    s.payloadLength = data.getInt(at + 96);
    s.missingLength = data.getInt(at + 100);
    s.timestampMicros = packet.timestampMicros;
    s.packetNumber = packet.number;
    long next = start + inUse;
    waitingMicros = next == end ? NOTHING : data.getLong(place(next) + 24);
    return data.getInt(at + 4);
  }

  /** Where the one at a position is, which may be at the start of the memory. */
  private int place(long position) {
    int at = (int) (position % capacity);
    return data.getInt(at) == WRAP ? 0 : at;
  }

  /** Gives back the room of the one taken last. */
  synchronized void release() {
    if (inUse > 0) {
      start += inUse;
      inUse = 0;
    }
    if (start < end && data.getInt((int) (start % capacity)) == WRAP) {
      start += capacity - start % capacity;
    }
  }
}
