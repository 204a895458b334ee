package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Cuts one direction's byte stream into JSON texts. One thread. Drops messages above the size or depth limit and picks up again at the
 * next line; after a gap it waits for the next line or for a text that starts a delivery.
 *
 * <p>Stratum ends each message with LF, but peers forget it, send CRLF, blank lines, several messages at once, or break one over lines.
 * So a message ends where its outermost bracket closes, and a line feed matters only outside messages, inside a string (where JSON
 * forbids it: the message is broken) and for resynchronisation. Bytes between deliveries are kept only while a message is incomplete.
 */
final class StratumFrameDecoder {
  /** Receives what the decoder finds, in order. */
  interface Sink {
    /** One complete JSON text; the array is reused after the call. */
    void onFrame(byte[] bytes, int offset, int length);

    /** A line, or a message cut short, that is no JSON; up to the end of what was delivered. */
    void onForeign(byte[] bytes, int offset, int length);

    /** A message above the limits was thrown away. */
    void onOversize();
  }

  private enum State {
    /** Outside messages: white space is skipped, a bracket opens one. */
    BETWEEN,
    INSIDE,
    IN_STRING,
    /** Throws away up to and including the next line feed: a line that is no JSON, or is too long. */
    SKIP_LINE,
    /** As SKIP_LINE, but silent: the front of this line was lost. */
    RESYNC,
    /** Inside a gzip member, which holds whole messages: what EIP-1571 switches to. */
    PACKED
  }

  private final StratumOptions options;
  private final DecoderMemory memory;
  private final Sink sink;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private int countedBytes;
  private int scanned;
  private int depth;
  private boolean isEscaped;
  /** Whether this line was taken up on the guess that a bracket which starts a delivery starts a message, not an object inside one. */
  private boolean isGuess;
  /** Whether this side sends gzip members: then a line feed among lost bytes is none. */
  private boolean isPacking;
  private State state;

  /**
   * @param memory shared by all decoders of the calling thread
   * @param isAtStart whether the first byte is the first of the stream, else the front of the first line may be missing
   */
  StratumFrameDecoder(StratumOptions options, DecoderMemory memory, boolean isAtStart, Sink sink) {
    this.options = options;
    this.memory = memory;
    this.sink = sink;
    state = isAtStart ? State.BETWEEN : State.RESYNC;
  }

  /** Takes the next bytes of the stream; reads them without moving their indices. */
  void onBytes(ByteBuf bytes) {
    if (state == State.RESYNC && bytes.isReadable()) {
      byte first = bytes.getByte(bytes.readerIndex());
      if (first == '{' || first == GzipMember.FIRST_BYTE) {
        state = State.BETWEEN;
        isGuess = true;
      }
    }
    if (held.isReadable()) {
      held.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
      held.readerIndex(scan(held.array(), held.writerIndex()));
      held = held.isReadable() ? held.discardReadBytes() : Unpooled.EMPTY_BUFFER;
    } else {
      ByteBuf scratch = memory.scratch();
      scratch.clear().writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
      scratch.readerIndex(scan(scratch.array(), scratch.writerIndex()));
      held = scratch.isReadable() ? Unpooled.copiedBuffer(scratch) : Unpooled.EMPTY_BUFFER;
    }
    scanned = held.readableBytes();
    if (!recount()) {
      state = State.SKIP_LINE; // all decoders together hold too much: this one gives way
      release();
      sink.onOversize();
    }
  }

  private boolean recount() {
    int before = countedBytes;
    countedBytes = held.capacity();
    return memory.recount(before, countedBytes);
  }

  /** Lets go of what is held: the stream is over. */
  void release() {
    held = Unpooled.EMPTY_BUFFER;
    scanned = 0;
    recount();
  }

  /** Here ends what stood in one message of a carrier: an unfinished line ends with it. */
  void onBoundary() {
    release();
    state = State.BETWEEN;
    isGuess = false;
  }

  /** Bytes are missing here; what was begun is dropped. */
  void onGap() {
    release();
    state = State.RESYNC;
  }

  /** Bytes kept of a message that is not complete yet. */
  int heldBytes() {
    return held.readableBytes();
  }

  /** Returns the index from which bytes belong to a message that is not complete yet. */
  private int scan(byte[] work, int end) {
    int start = 0;
    int at = state == State.PACKED ? 0 : scanned;
    while (at < end) {
      if (state == State.PACKED || (state == State.BETWEEN && work[at] == GzipMember.FIRST_BYTE)) {
        start = at;
        at = unpack(work, at, end);
      } else if (state == State.SKIP_LINE || state == State.RESYNC) {
        at = skip(work, at, end);
      } else {
        start = state == State.BETWEEN ? at : start;
        at = pass(work, start, at, end);
      }
    }
    return isInside() || state == State.PACKED ? start : end;
  }

  /** Reads on in a message, or up to where one begins, and returns the index behind what was read. */
  private int pass(byte[] work, int start, int at, int end) {
    int limit = (int) Math.min(end, (long) start + options.maxMessageBytes());
    int next = switch (state) {
      case BETWEEN -> {
        between(work, at, end);
        yield at + 1;
      }
      case INSIDE -> inside(work, start, at, limit);
      case IN_STRING -> inString(work, start, at, limit);
      case SKIP_LINE, RESYNC, PACKED -> throw new AssertionError("scan passes over them");
    };
    if (isInside() && (next - start >= options.maxMessageBytes() || depth > options.maxNesting())) {
      state = State.SKIP_LINE;
      sink.onOversize();
    }
    return next;
  }

  /** Reads the gzip member that begins here, and returns the index behind it, or behind all there is if it is not complete. */
  private int unpack(byte[] work, int at, int end) {
    GzipMember member = GzipMember.read(work, at, end, options.maxMessageBytes());
    switch (member.state()) {
      case WHOLE -> {
        isPacking = true;
        state = State.BETWEEN;
        lines(member.bytes());
        return at + member.length();
      }
      case INCOMPLETE -> {
        state = State.PACKED;
        return end;
      }
      default -> {
        boolean isSilent = isGuess || isPacking;
        state = isSilent ? State.RESYNC : State.SKIP_LINE;
        if (!isSilent) {
          sink.onForeign(work, at, end - at);
        }
        return at + 1;
      }
    }
  }

  /** The messages of a member, one on each line. */
  private void lines(byte[] text) {
    int start = 0;
    for (int at = 0; at <= text.length; at++) {
      if (at == text.length || text[at] == '\n') {
        if (at > start) {
          sink.onFrame(text, start, at - start);
        }
        start = at + 1;
      }
    }
  }

  private boolean isInside() {
    return state == State.INSIDE || state == State.IN_STRING;
  }

  private void between(byte[] work, int at, int end) {
    byte b = work[at];
    if (b == '{' || b == '[') {
      state = State.INSIDE;
      depth = 1;
    } else if (b == '\n') {
      isGuess = false;
    } else if ((isGuess || isPacking) && !isBlank(b)) {
      state = State.RESYNC; // it was an object inside a message whose front was lost
    } else if (!isBlank(b)) {
      state = State.SKIP_LINE;
      sink.onForeign(work, at, end - at);
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\r' || b == '\t' || b == 0;
  }

  /** Passes over brackets and what is between them, up to a string, a level too deep or the message's end. */
  private int inside(byte[] work, int start, int from, int limit) {
    for (int at = from; at < limit; at++) {
      switch (work[at]) {
        case '"' -> {
          state = State.IN_STRING;
          isEscaped = false;
          return at + 1;
        }
        case '{', '[' -> {
          depth++;
          if (depth > options.maxNesting()) {
            return at + 1;
          }
        }
        case '}', ']' -> {
          depth--;
          if (depth == 0) {
            state = State.BETWEEN;
            sink.onFrame(work, start, at + 1 - start);
            return at + 1;
          }
        }
        default -> { }
      }
    }
    return limit;
  }

  /** Passes over what is left of a line, and returns the index behind it. */
  private int skip(byte[] work, int from, int end) {
    int at = from;
    while (at < end && (work[at] != '\n' || isPacking)) {
      at++;
    }
    if (at == end) {
      return end;
    }
    state = State.BETWEEN;
    isGuess = false;
    return at + 1;
  }

  /** Passes over a string. JSON has no line feed in one: the message is broken there. */
  private int inString(byte[] work, int start, int from, int limit) {
    for (int at = from; at < limit; at++) {
      byte b = work[at];
      if (isEscaped) {
        isEscaped = false;
      } else if (b == '\\') {
        isEscaped = true;
      } else if (b == '"') {
        state = State.INSIDE;
        return at + 1;
      } else if (b == '\n') {
        state = State.BETWEEN;
        sink.onForeign(work, start, at - start);
        return at + 1;
      }
    }
    return limit;
  }
}
