package stratoscope.stratum;

import io.netty.buffer.ByteBuf;

/**
 * One direction of a Stratum V2 connection in clear, cut into messages. One thread. A stream whose start is known must begin with the
 * setup; any other is searched, byte by byte, for a message that fits to its last byte and has another behind it. What is too long to be
 * kept is passed over.
 */
final class Sv2Stream {
  /** Receives the messages, in order. */
  interface Sink {
    /** Whether the connection is known to be Stratum V2. */
    boolean isCertain();

    /** One whole message, with its frame; both are read only during the call. */
    void onMessage(Sv2Message message, Sv2Fields fields, ByteBuf frame);
  }

  private enum State {
    /** At the first byte of the stream. */
    START,
    /** A message ends, and the next begins. */
    IN_STEP,
    SEARCHING,
    /** Not Stratum V2. */
    OTHER
  }

  /** A setup has 1,291 at most; jobs are seldom longer than this. */
  private static final int MAX_SOUGHT_BYTES = 4096;
  /** Bytes that are searched in vain before the stream is given up. */
  private static final int MAX_SEARCHED_BYTES = 8192;

  private final Sink sink;
  private final int maxMessageBytes;
  private final Backlog backlog = new Backlog();
  private State state;
  private int searchedBytes;
  private int skippedBytes;

  Sv2Stream(StratumOptions options, Sink sink, boolean isAtStart) {
    this.sink = sink;
    maxMessageBytes = options.maxMessageBytes();
    state = isAtStart ? State.START : State.SEARCHING;
  }

  /** Takes the next bytes; false if this is not Stratum V2. */
  boolean onBytes(ByteBuf bytes) {
    ByteBuf rest = backlog.with(bytes);
    do {
      int passed = Math.min(skippedBytes, rest.readableBytes());
      rest.skipBytes(passed);
      skippedBytes -= passed;
    } while (step(rest));
    if (state == State.OTHER) {
      backlog.clear();
      return false;
    }
    backlog.keep(rest);
    return true;
  }

  void onGap() {
    backlog.clear();
    skippedBytes = 0;
    state = state == State.OTHER ? State.OTHER : State.SEARCHING;
  }

  int heldBytes() {
    return backlog.heldBytes();
  }

  /** Reads one message, or passes over one byte or frame; false if there is too little to do so. */
  private boolean step(ByteBuf in) {
    int at = in.readerIndex();
    if (state == State.START && !mayStart(in)) {
      state = State.OTHER;
    }
    if (state == State.OTHER || in.readableBytes() < Sv2Message.HEADER_BYTES) {
      return false;
    }
    Sv2Message message = Sv2Message.at(in, at);
    int frameBytes = Sv2Message.HEADER_BYTES + Sv2Message.lengthAt(in, at);
    if (message == null) {
      return isExtension(in, at) ? skip(frameBytes) : search(in);
    }
    if (frameBytes > (state == State.IN_STEP ? maxMessageBytes : MAX_SOUGHT_BYTES)) {
      return state == State.IN_STEP ? skip(frameBytes) : search(in);
    }
    boolean needsNext = state == State.SEARCHING && !sink.isCertain();
    if (in.readableBytes() < frameBytes + (needsNext ? Sv2Message.HEADER_BYTES : 0)) {
      return false;
    }
    ByteBuf frame = in.slice(at, frameBytes);
    Sv2Fields fields = message.read(frame.slice(Sv2Message.HEADER_BYTES, frameBytes - Sv2Message.HEADER_BYTES));
    if (fields == null || (needsNext && Sv2Message.at(in, at + frameBytes) == null)) {
      return search(in);
    }
    in.skipBytes(frameBytes);
    state = State.IN_STEP;
    sink.onMessage(message, fields, frame);
    return true;
  }

  /** The first message is a setup or its answer: no extension, no channel, type 0 to 2. */
  private static boolean mayStart(ByteBuf in) {
    for (int i = 0; i < Math.min(3, in.readableBytes()); i++) {
      if (in.getUnsignedByte(in.readerIndex() + i) > (i < 2 ? 0 : 2)) {
        return false;
      }
    }
    return true;
  }

  /** A message that some extension brought: those that are none of ours are passed over while we are in step. */
  private boolean isExtension(ByteBuf in, int at) {
    return state == State.IN_STEP && (in.getUnsignedShortLE(at) & 0x7FFF) > 1 && Sv2Message.lengthAt(in, at) <= maxMessageBytes;
  }

  private boolean skip(int frameBytes) {
    skippedBytes = frameBytes;
    return true;
  }

  private boolean search(ByteBuf in) {
    searchedBytes++;
    boolean isInVain = state == State.START || (!sink.isCertain() && searchedBytes > MAX_SEARCHED_BYTES);
    state = isInVain ? State.OTHER : State.SEARCHING;
    in.skipBytes(1);
    return !isInVain;
  }
}
