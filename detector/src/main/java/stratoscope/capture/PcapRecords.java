package stratoscope.capture;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Packets of a classic pcap file. Belongs to the reading thread. Drops nothing that can be read: damage is stepped over and reported.
 *
 * <p>A record is believed when the header behind it looks sound: sane lengths, a time near this one's or near the last good one's, or the
 * end of the file. Otherwise one of three things is the case, and they are told apart by searching for a <em>chain</em>, up to three sound
 * headers one behind the other:
 * <ol>
 *   <li>The next header is odd, but the records go on: some writers set odd times or lengths. The packet is delivered as it is; after
 *       a number of such alarms the file counts as odd, and only lengths that can't be read are damage.
 *   <li>A chain begins inside this record: its length is damaged. A packet with a sound header is shortened and delivered, another is
 *       skipped.
 *   <li>No chain inside: the packet is delivered, and what follows is searched for the next chain, piece by piece to the end of the file.
 * </ol>
 * Every step moves forward by a header at least, and looks at no byte more often than {@link #ALARMS} times.
 *
 * <p>A record that the end of the file cuts off is delivered with the bytes that are there, if its header is sound and at least one byte
 * is.
 */
final class PcapRecords implements RecordReader {
  /** After so many odd headers that weren't damage the file is taken as it is. */
  private static final int ALARMS = 64;
  private static final int CHAIN_HEADERS = 3;
  private static final int HOLE_BYTES = 4096;
  private static final int NOT_FOUND = -1;

  private final BlockWindow window;
  private final Reports reports;
  private final PcapHeaders headers;
  private final int headerBytes;
  private final int maxCaptured;
  private long number;
  private long lastGoodMicros;
  private boolean isAnyGood;
  private int alarmsLeft = ALARMS;

  PcapRecords(BlockWindow window, Reports reports) {
    this.window = window;
    this.reports = reports;
    this.maxCaptured = window.maxBytes() - 2 * CaptureFormat.HEAD_BYTES;
    this.headers = new PcapHeaders(window.data, window.position, maxCaptured);
    this.headerBytes = headers.recordBytes;
    window.position += PcapHeaders.FILE_HEADER_BYTES;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    while (window.require(headerBytes)) {
      long captured = headers.captured(window.data, window.position);
      if (captured > maxCaptured || (captured == 0 && isHole())) {
        skipDamage();
      } else {
        int kept = bytesKept(headerBytes + (int) captured);
        if (kept > 0) {
          return deliver(packet, kept);
        }
      }
    }
    return atEnd();
  }

  /** A page of zeros: a hole that a crash left in the file, no packets. */
  private boolean isHole() throws IOException {
    if (window.data.getLong(window.position) != 0 || window.data.getLong(window.position + Long.BYTES) != 0) {
      return false;
    }
    int bytes = Math.min(HOLE_BYTES, window.maxBytes());
    boolean isZero = window.require(bytes);
    for (int i = 0; isZero && i < bytes; i += Long.BYTES) {
      isZero = window.data.getLong(window.position + i) == 0;
    }
    return isZero;
  }

  /** How many bytes of the record at hand to deliver, with its header; zero when there's none and the position has moved on. */
  private int bytesKept(int length) throws IOException {
    if (!window.require(length + headerBytes)) {
      return window.limit - window.position < length ? bytesOfCutOff(length) : length;
    }
    return alarmsLeft == 0 || isFollowed(length) ? length : bytesOfDoubtful(length);
  }

  private boolean atEnd() {
    int left = window.limit - window.position;
    if (left > 0) {
      report(ProblemKind.CUT_OFF, window.position, left, headerBytes);
      window.position = window.limit;
    }
    return false;
  }

  private boolean deliver(RawPacket packet, int length) {
    ByteBuffer data = window.data;
    int at = window.position;
    int captured = length - headerBytes;
    long original = headers.original(data, at);
    number++;
    if (captured > original) {
      reports.add(ProblemKind.CAPTURED_ABOVE_ORIGINAL, number, window.streamOffset(at), captured, original);
      original = captured;
    }
    packet.data = data;
    packet.offset = at + headerBytes;
    packet.capturedLength = captured;
    packet.originalLength = (int) Math.min(original, Integer.MAX_VALUE);
    packet.timestampMicros = headers.micros(data, at);
    packet.linkType = headers.linkType;
    packet.number = number;
    window.position = at + length;
    return true;
  }

  /** The header behind this record is sound; so this record is, too. */
  private boolean isFollowed(int length) {
    ByteBuffer data = window.data;
    int next = window.position + length;
    long micros = headers.micros(data, window.position);
    if (headers.isSound(data, next, micros)) {
      lastGoodMicros = micros;
      isAnyGood = true;
      return true;
    }
    return isAnyGood && headers.isSound(data, next, lastGoodMicros);
  }

  /**
   * How long the record at hand really is when the header behind it is odd: its whole length, less when the next records begin inside it,
   * zero when it was damage and skipped.
   */
  private int bytesOfDoubtful(int length) throws IOException {
    window.require(window.maxBytes());
    int at = window.position;
    if (isChain(at + length, headers.micros(window.data, at + length))) {
      return length;
    }
    boolean isSound = headers.isSound(window.data, at, near(at));
    int found = search(isSound ? headerBytes : 1, isSound ? length : window.maxBytes());
    if (found == NOT_FOUND || leadsTo(at + found)) {
      alarmsLeft--;
      return length;
    }
    if (isSound) {
      report(ProblemKind.OVERLAP, at, (long) length - headerBytes, (long) found - headerBytes);
      return found;
    }
    report(ProblemKind.BAD_LENGTH, at, (long) length - headerBytes, found);
    window.position += found;
    return 0;
  }

  /** Whether the records as they are claim to be lead to this place: then nothing between is damaged. */
  private boolean leadsTo(int target) {
    int at = window.position;
    while (at < target && headers.isReadable(window.data, at)) {
      at += headerBytes + (int) headers.captured(window.data, at);
    }
    return at == target;
  }

  /** The time that a header must be near of: the last good one, or its own when there was none. */
  private long near(int at) {
    return isAnyGood ? lastGoodMicros : headers.micros(window.data, at);
  }

  /** The same for a record that the end of the capture lies in. */
  private int bytesOfCutOff(int length) throws IOException {
    window.require(window.maxBytes());
    int at = window.position;
    int there = window.limit - at;
    boolean isSound = headers.isSound(window.data, at, near(at));
    int found = search(isSound ? headerBytes + 1 : 1, there);
    if (found == NOT_FOUND) {
      report(ProblemKind.CUT_OFF, at, (long) there - headerBytes, (long) length - headerBytes);
      if (isSound && there > headerBytes) {
        return there;
      }
      window.position = window.limit;
      return 0;
    }
    if (isSound) {
      report(ProblemKind.OVERLAP, at, (long) length - headerBytes, (long) found - headerBytes);
      return found;
    }
    report(ProblemKind.BAD_LENGTH, at, (long) length - headerBytes, found);
    window.position += found;
    return 0;
  }

  /** Moves from a header that can't be read to the next chain, or to the end. */
  private void skipDamage() throws IOException {
    long claimed = headers.captured(window.data, window.position);
    long from = window.streamOffset(window.position);
    boolean isMore = true;
    int found = NOT_FOUND;
    while (isMore && found == NOT_FOUND) {
      isMore = window.require(window.maxBytes());
      int reach = isMore ? window.maxBytes() / 2 : window.limit - window.position;
      found = search(1, reach);
      window.position += found == NOT_FOUND ? reach : found;
    }
    long skipped = window.streamOffset(window.position) - from;
    if (skipped == claimed + headerBytes) {
      number++;
      reports.add(ProblemKind.OVERSIZE, number, from, claimed, maxCaptured);
    } else {
      reports.add(ProblemKind.BAD_LENGTH, number + 1, from, claimed, skipped);
    }
  }

  /** Distance of the first chain that begins within these distances from here. */
  private int search(int from, int to) {
    int end = Math.min(window.position + to, window.limit - headerBytes + 1);
    for (int at = window.position + from; at < end; at++) {
      if (isChain(at, near(at))) {
        return at - window.position;
      }
    }
    return NOT_FOUND;
  }

  /** Whether sound headers follow each other from here on, as far as the window shows. */
  private boolean isChain(int from, long nearMicros) {
    int at = from;
    long near = nearMicros;
    for (int sound = 0; sound < CHAIN_HEADERS; sound++) {
      if (at == window.limit && window.isLastBlock()) {
        return sound > 0;
      }
      if (at + headerBytes > window.limit) {
        return sound > 1;
      }
      if (!headers.isSound(window.data, at, near)) {
        return false;
      }
      near = headers.micros(window.data, at);
      at += headerBytes + (int) headers.captured(window.data, at);
    }
    return true;
  }

  private void report(ProblemKind kind, int at, long first, long second) {
    reports.add(kind, number + 1, window.streamOffset(at), first, second);
  }
}
