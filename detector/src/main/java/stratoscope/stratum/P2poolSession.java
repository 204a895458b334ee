package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import stratoscope.flow.Direction;

/** One connection that may be of two P2Pool nodes. One thread. Blocks are passed over behind their front. */
final class P2poolSession implements StreamSession {
  /** Bytes in which a block is looked for, of a stream whose start is not known. */
  private static final int MAX_SEARCHED_BYTES = 32_768;

  private enum State {
    /** Before the four messages of the handshake are through. */
    HANDSHAKE,
    /** A message ends, and the next begins. */
    IN_STEP,
    /** Looking for the front of a block. */
    SEARCHING
  }

  /** One direction. */
  private static final class Side {
    private final Backlog backlog = new Backlog();
    private State state;
    private int greetings;
    private int searchedBytes;
    private int skippedBytes;

    private Side(boolean isAtStart) {
      state = isAtStart ? State.HANDSHAKE : State.SEARCHING;
    }
  }

  private final DialectSink sink;
  private final Side originator;
  private final Side responder;
  private final Set<Direction> greeters = EnumSet.noneOf(Direction.class);
  private final Set<Direction> sharers = EnumSet.noneOf(Direction.class);
  private boolean isCertain;
  private boolean isOther;

  P2poolSession(DialectSink sink, boolean isAtStart) {
    this.sink = sink;
    originator = new Side(isAtStart);
    responder = new Side(isAtStart);
  }

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    Side side = sideOf(from);
    ByteBuf rest = side.backlog.with(bytes);
    do {
      int passed = Math.min(side.skippedBytes, rest.readableBytes());
      rest.skipBytes(passed);
      side.skippedBytes -= passed;
    } while (rest.isReadable() && !isOther && step(side, from, rest));
    side.backlog.keep(rest);
    if (isOther && !isCertain) {
      return Probe.NOT_MINE;
    }
    return isCertain ? Probe.CERTAIN : Probe.NEED_MORE;
  }

  @Override
  public Probe onGap(Direction from) {
    Side side = sideOf(from);
    side.backlog.clear();
    side.skippedBytes = 0;
    side.state = State.SEARCHING;
    return isCertain ? Probe.CERTAIN : Probe.NEED_MORE;
  }

  @Override
  public int heldBytes() {
    return originator.backlog.heldBytes() + responder.backlog.heldBytes();
  }

  private Side sideOf(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? originator : responder;
  }

  /** Reads one message, or passes over one byte; false if there is too little to do so. */
  private boolean step(Side side, Direction from, ByteBuf in) {
    return switch (side.state) {
      case HANDSHAKE -> greet(side, from, in);
      case IN_STEP -> read(side, from, in);
      case SEARCHING -> search(side, in);
    };
  }

  /** The handshake's messages come in the order of their types. */
  private boolean greet(Side side, Direction from, ByteBuf in) {
    int length = P2poolMessage.length(in);
    if (in.getByte(in.readerIndex()) != side.greetings) {
      isOther = true;
    } else if (in.readableBytes() >= length) {
      isOther = !P2poolMessage.isHandshake(in, side.greetings);
      if (!isOther && side.greetings == P2poolMessage.BLOCK_REQUEST) {
        onHandshake(side, from, in.slice(in.readerIndex(), length));
      }
      side.greetings++;
      in.skipBytes(length);
      return !isOther;
    }
    return false;
  }

  private void onHandshake(Side side, Direction from, ByteBuf request) {
    side.state = State.IN_STEP;
    greeters.add(from);
    say(from, request);
    sink.sign(greeters.size() == 1 ? "handshake" : "handshake-answered");
  }

  private void say(Direction from, ByteBuf words) {
    if (!isCertain) {
      sink.event(new StratumEvent.Form("randomx", null, List.of("XMR")));
      sink.event(new StratumEvent.Uncounted());
    }
    isCertain = true;
    sink.quote(words);
    sink.said(from == Direction.FROM_ORIGINATOR ? Role.MINER : Role.POOL);
  }

  private boolean read(Side side, Direction from, ByteBuf in) {
    int type = in.getByte(in.readerIndex());
    int length = P2poolMessage.length(in);
    if (length == P2poolMessage.NONE) {
      side.state = State.SEARCHING;
      return true;
    }
    boolean isBlock = P2poolMessage.isBlock(type) && length > P2poolMessage.BLOCK_FRONT_BYTES;
    int needed = isBlock ? P2poolMessage.BLOCK_FRONT_BYTES : type == P2poolMessage.PEER_LIST_RESPONSE ? length : 1;
    if (length == P2poolMessage.UNKNOWN || in.readableBytes() < needed) {
      return false;
    }
    if (isBlock && P2poolMessage.isBlockFront(in)) {
      onBlock(from, in);
    } else if (type == P2poolMessage.PEER_LIST_RESPONSE && from == Direction.FROM_ORIGINATOR) {
      onPeers(in);
    }
    side.skippedBytes = length;
    return true;
  }

  private void onBlock(Direction from, ByteBuf in) {
    say(from, in.slice(in.readerIndex(), P2poolMessage.BLOCK_FRONT_BYTES));
    sharers.add(from);
    sink.sign(sharers.size() == 1 ? "block" : "blocks-both-ways");
  }

  private void onPeers(ByteBuf in) {
    String version = P2poolMessage.versionIn(in);
    if (!version.isEmpty()) {
      sink.event(new StratumEvent.Agent("P2Pool " + version));
    }
  }

  private boolean search(Side side, ByteBuf in) {
    if (in.readableBytes() < P2poolMessage.BLOCK_FRONT_BYTES) {
      return false;
    }
    if (P2poolMessage.isBlockFront(in)) {
      side.state = State.IN_STEP;
      return true;
    }
    in.skipBytes(1);
    side.searchedBytes++;
    isOther = !isCertain && side.searchedBytes > MAX_SEARCHED_BYTES;
    return true;
  }
}
