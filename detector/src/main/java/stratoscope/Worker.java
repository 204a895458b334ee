package stratoscope;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.Strain;
import stratoscope.capture.live.Convoy;
import stratoscope.capture.live.FlowSplit;
import stratoscope.circumstance.Lesson;
import stratoscope.packet.PacketFate;
import stratoscope.packet.TcpSegment;

/**
 * What one of several detectors reads: packets of a source of its own, and, in the order of time, segments that others read and that
 * belong to it; what it reads and belongs to others it hands over. Belongs to one thread, but for its two queues, which take from any: of
 * segments, and of lessons. Both are bounded, and what finds them full is counted.
 */
final class Worker implements PacketSource {
  /** Lessons are about pools, so few: these are the ones of a minute in which a thousand hosts look for their pool. */
  private static final int MAX_LESSONS = 16_384;
  private static final long TICK_MICROS = 100_000;

  private final int index;
  private final PacketSource source;
  private final List<String> interfaces;
  private final FlowSplit split;
  private final Convoy convoy;
  private final HandOver handed;
  private final BlockingQueue<Lesson> lessons = new ArrayBlockingQueue<>(MAX_LESSONS);
  private final RawPacket head = new RawPacket();
  private final TcpSegment segment = new TcpSegment();
  private List<Worker> team = List.of();
  private Consumer<Lesson> pupil = lesson -> {};
  private long limitMicros = Long.MIN_VALUE;
  /** The source that is idle has nothing from before this time. */
  private long silentMicros = Long.MIN_VALUE;
  private long tickMicros;
  private boolean hasHead;
  /** Whether the source had nothing when it was asked last. */
  private boolean isIdle;
  private boolean isHanded;
  private boolean isPressed;
  private boolean isEnded;
  private String name = "";
  private final LongAdder handedOver = new LongAdder();
  private volatile boolean isStopped;

  /**
   * A worker of a team that it has to {@link #join}.
   *
   * @param interfaces names that a source may have
   * @param handOverBytes memory for segments that others read
   */
  Worker(int index, PacketSource source, List<String> interfaces, FlowSplit split, Convoy convoy, int handOverBytes) {
    this.index = index;
    this.source = source;
    this.interfaces = interfaces;
    this.split = split;
    this.convoy = convoy;
    handed = new HandOver(handOverBytes);
  }

  /**
   * Before the run.
   *
   * @param all workers, this one included, in their order
   * @param learns takes what others learned
   */
  void join(List<Worker> all, Consumer<Lesson> learns) {
    team = all;
    pupil = learns;
  }

  /** From any thread: the source has ended. */
  void stop() {
    isStopped = true;
  }

  /** Whether more comes than can be handled: then it waits for nobody. */
  void setPressed(boolean now) {
    isPressed = now;
  }

  /** Takes a lesson of another, on any thread; false if there is no room. */
  boolean tell(Lesson lesson) {
    return lessons.offer(lesson);
  }

  /** Learns what others told. */
  void hear() {
    for (Lesson lesson = lessons.poll(); lesson != null; lesson = lessons.poll()) {
      pupil.accept(lesson);
    }
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    handed.release();
    isHanded = false;
    while (true) {
      long waiting = handed.waitingMicros();
      if (isIdle && waiting != HandOver.NOTHING && waiting <= Math.min(limitMicros, silentMicros)) { // no need to wait for the source
        convoy.at(index, waiting);
        give(packet, false);
        return true;
      }
      fetch();
      isIdle = hasHead && head.isTick;
      hasHead = hasHead && !isIdle;
      long own = hasHead ? head.timestampMicros : HandOver.NOTHING;
      long first = Math.min(own, handed.waitingMicros());
      if (first == HandOver.NOTHING) {
        if (isIdle) {
          convoy.at(index, convoy.silentMicros());
          if (isTickDue()) {
            head.copyTo(packet);
            return true;
          }
        } else if (isOver()) {
          return false;
        }
      } else if (mayPass(first)) {
        give(packet, first == own);
        return true;
      } else {
        convoy.nap();
      }
    }
  }

  /** Gets the source's next packet, unless it is here. */
  private void fetch() throws IOException {
    if (!hasHead && !isEnded) {
      hasHead = !isStopped && source.next(head);
      isEnded = !hasHead;
    }
  }

  private boolean isTickDue() {
    hear();
    long since = head.timestampMicros - tickMicros;
    boolean isDue = since >= TICK_MICROS || since < 0;
    tickMicros = isDue ? head.timestampMicros : tickMicros;
    return isDue;
  }

  /** True once nobody has a packet any more, and so none for this worker. */
  private boolean isOver() {
    convoy.end(index);
    if (convoy.haveAllEnded() && handed.waitingMicros() == HandOver.NOTHING) {
      hear();
      return true;
    }
    convoy.nap();
    return false;
  }

  /** Whether the others are far enough; while the own source is idle, what comes next is known up to a while ago only. */
  private boolean mayPass(long micros) {
    silentMicros = isIdle ? convoy.silentMicros() : HandOver.NOTHING;
    convoy.at(index, Math.min(micros, silentMicros));
    if (micros <= limitMicros && micros <= silentMicros) {
      return true;
    }
    limitMicros = convoy.limit(index, other -> team.get(other).handed.waitingMicros());
    hear();
    if (micros > handed.waitingMicros()) {
      return false; // it came while the limit was looked for
    }
    if (micros > limitMicros || micros > silentMicros) {
      if (!isPressed && !convoy.isOverdue(index, micros)) {
        return false;
      }
      limitMicros = Math.max(convoy.ahead(micros), convoy.silentMicros());
      convoy.at(index, micros);
    }
    return true;
  }

  private void give(RawPacket packet, boolean isOwn) {
    if (isOwn) {
      hasHead = false;
      head.copyTo(packet);
      name = source.name();
    } else {
      isHanded = true;
      name = interfaces.get(handed.take(segment, packet));
    }
  }

  /** Whether the packet given last was read by another: {@link #segment} is in it, and it counted there. */
  boolean isHanded() {
    return isHanded;
  }

  TcpSegment segment() {
    return segment;
  }

  private int ownerOf(TcpSegment s) {
    return split.workerOf(s.sourceHigh, s.sourceLow, s.sourcePort, s.destinationHigh, s.destinationLow, s.destinationPort);
  }

  boolean isOwn(TcpSegment s) {
    return ownerOf(s) == index;
  }

  /** Hands a segment to the worker that it belongs to, and says what became of it. */
  PacketFate handOver(TcpSegment s, RawPacket packet) {
    int at = interfaces.indexOf(source.name());
    handedOver.increment();
    return team.get(ownerOf(s)).handed.put(s, packet, Math.max(0, at)) ? PacketFate.INSPECTED : PacketFate.DROPPED_QUEUE_FULL;
  }

  /** Segments handed over, or tried to be; from any thread. */
  long handedOver() {
    return handedOver.sum();
  }

  @Override
  public Strain strain() {
    return source.strain();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
