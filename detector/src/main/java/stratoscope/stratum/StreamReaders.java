package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import stratoscope.flow.Direction;

/**
 * The sessions that read one conversation as a dialect that is no JSON: all side by side, until one is certain and has it alone, or none is
 * left. One thread. A reader that would hold more than all conversations together may is dropped.
 */
final class StreamReaders {
  private static final class Reader {
    private final StreamSession session;
    private int countedBytes;

    private Reader(StreamSession session) {
      this.session = session;
    }
  }

  /** What a reader makes of the bytes or the gap at hand. */
  private interface Offer {
    Probe to(StreamSession reader);
  }

  private final DecoderMemory memory;
  private final List<Reader> readers;
  private boolean isChosen;

  /** @param isAtStart whether the first bytes are the first of their streams */
  StreamReaders(StratumOptions options, List<StreamDialect> dialects, DialectRules rules, ConversationEvidence evidence,
      DecoderMemory memory, boolean isAtStart) {
    this.memory = memory;
    readers = new ArrayList<>(dialects.size());
    Exchanges none = new Exchanges(options);
    for (StreamDialect dialect : dialects) {
      readers.add(new Reader(dialect.newSession(options, new Speaker(dialect, rules, evidence, none), isAtStart)));
    }
  }

  void onBytes(Direction from, ByteBuf bytes) {
    offer(reader -> reader.onBytes(from, bytes));
  }

  void onGap(Direction from) {
    offer(reader -> reader.onGap(from));
  }

  /** True while some dialect may still turn out to be spoken. */
  boolean isOpen() {
    return !isChosen && !readers.isEmpty();
  }

  /** True once a reader has the conversation to itself; it may have left it since. */
  boolean isChosen() {
    return isChosen;
  }

  /** Lets go of all that is held: the conversation is over. */
  void release() {
    readers.forEach(reader -> recount(reader, 0));
    readers.clear();
  }

  private void offer(Offer offer) {
    Reader certain = null;
    for (Iterator<Reader> each = readers.iterator(); each.hasNext();) {
      Reader reader = each.next();
      Probe probe = offer.to(reader.session);
      if (probe == Probe.NOT_MINE || !recount(reader, reader.session.heldBytes())) {
        recount(reader, 0);
        each.remove();
      } else if (probe == Probe.CERTAIN && certain == null) {
        certain = reader;
      }
    }
    if (certain != null && !isChosen) {
      choose(certain);
    }
  }

  private void choose(Reader certain) {
    isChosen = true;
    readers.remove(certain);
    release();
    readers.add(certain);
    recount(certain, certain.session.heldBytes());
  }

  private boolean recount(Reader reader, int heldBytes) {
    int before = reader.countedBytes;
    reader.countedBytes = heldBytes;
    return memory.recount(before, heldBytes);
  }
}
