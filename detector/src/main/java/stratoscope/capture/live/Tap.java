package stratoscope.capture.live;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;
import stratoscope.capture.RawPacket;

/**
 * One interface, whether it is there or not: opened when it comes, closed when it goes, which is said in one line each and counted. One
 * thread.
 */
final class Tap {
  /** Takes the packets of all interfaces; exists only for libpcap. */
  private static final String ANY = "any";
  /** Looks in a row at an interface without a link after which that is believed. */
  private static final int MAX_UNLINKED = 3;

  private final String name;
  private final LiveOptions options;
  private final @Nullable RingLot lot;
  private final int worker;
  private final Consumer<String> log;
  private final InterfaceCounts counts;
  private final RawPacket head = new RawPacket();
  private @Nullable Capture capture;
  private int index;
  private boolean hasHead;
  private boolean isWaitSaid;
  private int unlinked;

  /**
   * Not open yet.
   *
   * @param lot has the rings of several workers; null where there is one
   * @param log takes a line for the user
   */
  Tap(String name, LiveOptions options, @Nullable RingLot lot, int worker, Consumer<String> log) {
    this.name = name;
    this.options = options;
    this.lot = lot;
    this.worker = worker;
    this.log = log;
    counts = new InterfaceCounts(name);
  }

  static CaptureException notPermitted(String name) {
    return new CaptureException(name + ": capturing needs the capability CAP_NET_RAW: run as root, or from a service with"
        + " AmbientCapabilities=CAP_NET_RAW");
  }

  InterfaceCounts counts() {
    return counts;
  }

  String name() {
    return name;
  }

  int fileDescriptor() {
    return capture == null ? -1 : capture.fileDescriptor();
  }

  boolean isOpen() {
    return capture != null;
  }

  /** Fills the packet if there is one; an interface that fails is closed, to be looked for again. */
  boolean next(RawPacket packet) throws CaptureException {
    if (capture == null) {
      return false;
    }
    try {
      return capture.next(packet);
    } catch (IOException e) {
      lose("can't be read any more");
      return false;
    }
  }

  /** The next packet, which stays until {@link #takeHead()}; null if there is none. */
  @Nullable RawPacket head() throws CaptureException {
    hasHead = hasHead || next(head);
    return hasHead ? head : null;
  }

  void takeHead() {
    hasHead = false;
  }

  /**
   * Looks whether the interface has come, gone, or changed, and reads the kernel's counts. To be called once a second.
   *
   * @throws CaptureException if capturing is not permitted or not possible
   */
  void look() throws CaptureException {
    long before = counts.received();
    count();
    if (capture != null) {
      if (hasGone() || (lot != null && lot.isOld(capture))) {
        lose(Linux.if_nametoindex(name) == 0 ? "is gone" : "was replaced");
      } else {
        onUp(!Linux.isHere() || isAny() || Linux.isUp(name), counts.received() > before);
      }
    }
    if (capture == null) {
      open();
    }
  }

  private boolean isAny() {
    return name.equals(ANY);
  }

  private boolean hasGone() {
    return Linux.isHere() && !isAny() && Linux.if_nametoindex(name) != index;
  }

  /** The kernel goes on by itself when an interface comes up again. */
  private void onUp(boolean isUp, boolean isReceiving) {
    unlinked = isReceiving || !Linux.isHere() || isAny() || Linux.hasLink(name) ? 0 : unlinked + 1;
    boolean isNow = isUp && unlinked < MAX_UNLINKED;
    if (isNow != counts.isCapturing()) {
      counts.onCapturing(isNow);
      log.accept(name + (isNow ? ": is up again" : isUp ? ": has no link: waiting for it" : ": is down: waiting for it"));
    }
  }

  private void lose(String what) {
    close();
    counts.onCapturing(false);
    log.accept(name + ": " + what + ": waiting for it");
    isWaitSaid = true;
  }

  private void open() throws CaptureException {
    index = Linux.isHere() ? Linux.if_nametoindex(name) : 0;
    boolean isThere = !Linux.isHere() || isAny() || (index != 0 && Linux.isUp(name));
    capture = isThere ? openNow() : null;
    if (capture != null) {
      unlinked = 0;
      counts.onCapturing(true);
      log.accept(name + ": capturing, " + (capture instanceof Ring ? ringText() : "libpcap"));
    } else if (!isWaitSaid) {
      isWaitSaid = true;
      log.accept(name + (index == 0 ? ": there is no such interface: waiting for it" : ": is down: waiting for it"));
    }
  }

  private String ringText() {
    return lot == null ? "ring of " + options.bufferMib() + " MiB" : lot.workers() + " rings of " + lot.options().bufferMib() + " MiB";
  }

  private @Nullable Capture openNow() throws CaptureException {
    LinkLayer link = Linux.isHere() && !isAny() ? LinkLayer.of(Linux.hardwareType(name)) : new LinkLayer(-1, false);
    if (options.mode() == LiveOptions.Mode.RING && link.linkType() < 0) {
      throw new CaptureException(name + ": --capture ring knows no such kind of interface: use --capture pcap4j");
    }
    if (lot != null && link.linkType() < 0) {
      throw new CaptureException(name + ": the packet ring knows no such kind of interface: use --workers 1");
    }
    if (options.mode() == LiveOptions.Mode.PCAP4J || link.linkType() < 0) {
      return PcapLoop.open(name, options);
    }
    try {
      return lot == null ? Ring.open(index, link, options) : lot.take(worker, index, link);
    } catch (LastErrorException e) {
      return switch (e.getErrorCode()) {
        case Linux.EPERM, Linux.EACCES -> throw notPermitted(name);
        case Linux.ENODEV, Linux.ENXIO, Linux.ENETDOWN -> null;
        case Linux.ENOMEM -> throw new CaptureException(name + ": no memory for a ring of " + options.bufferMib()
            + " MiB: use a smaller --buffer", e);
        default -> throw new CaptureException(name + ": the ring can't be set up (" + e.getMessage() + "): use --capture pcap4j", e);
      };
    }
  }

  void count() {
    if (capture != null) {
      capture.addCounts(counts);
    }
  }

  void close() {
    if (capture != null) {
      count();
      capture.close();
      capture = null;
      hasHead = false;
    }
  }
}
