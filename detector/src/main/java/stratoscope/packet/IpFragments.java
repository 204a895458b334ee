package stratoscope.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fragmented IP datagrams that are not complete yet, oldest first. Belongs to the decoding thread. Gives up a datagram on overlap
 * (RFC 5722; exact repetition is harmless and ignored), after the timeout in packet time, and the oldest one where room is needed.
 *
 * <p>A completed datagram is copied to a buffer of its own, which stays valid until the next packet starts.
 */
final class IpFragments {
  private static final int MAX_DATAGRAM_BYTES = 65_535;

  /** What makes fragments belong together; identifications repeat between tenants as addresses do. */
  private record Key(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int id, int protocol, int tenant) {
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

    /** Written out, since a record's own costs a microsecond here. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key k && id == k.id && sourceLow == k.sourceLow && destinationLow == k.destinationLow
          && sourceHigh == k.sourceHigh && destinationHigh == k.destinationHigh && protocol == k.protocol && tenant == k.tenant;
    }

    /** Sums of multiples, as a record makes them, collide by the thousand when both addresses vary alike. */
    @Override
    public int hashCode() {
      long hash = mix(mix(sourceHigh) + sourceLow);
      hash = mix(mix(hash + destinationHigh) + destinationLow);
      return (int) mix(hash + (((long) id << 32) ^ ((long) protocol << 24) ^ tenant));
    }

    private static long mix(long value) {
      long product = (value ^ (value >>> 32)) * ODD;
      return product ^ (product >>> 29);
    }
  }

  private final PacketOptions options;
  private final FragmentPages pages;
  private final Map<Key, FragmentedDatagram> held = new LinkedHashMap<>();
  /** One for each reassembly within one packet: fragments may hold a tunnel that holds fragments. */
  private final List<ByteBuffer> completed = new ArrayList<>();
  private int completedInPacket;
  private long abandonedDatagrams;

  IpFragments(PacketOptions options) {
    this.options = options;
    pages = new FragmentPages(options.maxFragmentBytes());
  }

  long abandonedDatagrams() {
    return abandonedDatagrams;
  }

  /** The datagrams completed for the last packet are no longer read. */
  void startPacket() {
    completedInPacket = 0;
  }

  /**
   * Takes the fragment from the cursor to the end of its layer. If it completes its datagram, the cursor goes to the start of that
   * and what follows is the datagram's transport.
   *
   * @param protocol in IPv6 that of the first fragment counts, and the others may say what they like (RFC 8200 section 4.5)
   * @param start offset in the datagram, in bytes
   */
  Layer accept(Cursor c, int id, int protocol, int start, boolean hasMore) {
    int length = c.end - c.offset;
    if (c.wireEnd > c.end) {
      return Layer.TRUNCATED;
    }
    if (length == 0 || (hasMore && length % 8 != 0) || start + length > MAX_DATAGRAM_BYTES) {
      return Layer.MALFORMED;
    }
    TcpSegment s = c.segment;
    expire(s.timestampMicros);
    Key key = new Key(s.sourceHigh, s.sourceLow, s.destinationHigh, s.destinationLow, id, c.ipVersion == 4 ? protocol : 0, s.tenant);
    FragmentedDatagram datagram = held.get(key);
    if (datagram != null && isExpired(datagram, s.timestampMicros)) {
      abandon(key, datagram);
      datagram = null;
    }
    if (datagram == null) {
      datagram = newDatagram(key, s.timestampMicros);
    }
    return switch (datagram.fit(c.data, c.offset, start, length, hasMore)) {
      case REPEATED -> Layer.FRAGMENT_HELD;
      case CONTRADICTS -> {
        abandon(key, datagram);
        yield Layer.FRAGMENT_OVERLAP;
      }
      case FITS -> store(c, key, datagram, new FragmentedDatagram.Fragment(start, length, hasMore, protocol));
    };
  }

  private Layer store(Cursor c, Key key, FragmentedDatagram datagram, FragmentedDatagram.Fragment fragment) {
    if (datagram.fragmentCount() == options.maxFragmentsPerDatagram() || !makeRoom(datagram, fragment)) {
      abandon(key, datagram);
      return Layer.FRAGMENT_LIMIT;
    }
    datagram.add(c.data, c.offset, fragment);
    if (!datagram.isComplete()) {
      return Layer.FRAGMENT_HELD;
    }
    ByteBuffer whole = nextCompleted();
    int length = datagram.copyTo(whole);
    held.remove(key);
    datagram.releasePages();
    c.enterReassembled(whole, length);
    return IpHeaders.transport(c, datagram.protocol());
  }

  private FragmentedDatagram newDatagram(Key key, long nowMicros) {
    if (held.size() == options.maxFragmentedDatagrams()) {
      abandonOldest();
    }
    FragmentedDatagram datagram = new FragmentedDatagram(pages, nowMicros);
    held.put(key, datagram);
    return datagram;
  }

  /** Evicts the oldest other datagrams until there are pages enough. */
  private boolean makeRoom(FragmentedDatagram datagram, FragmentedDatagram.Fragment fragment) {
    int needed = datagram.pagesNeeded(fragment);
    Iterator<FragmentedDatagram> oldest = held.values().iterator();
    while (pages.free() < needed && oldest.hasNext()) {
      FragmentedDatagram other = oldest.next();
      if (other != datagram) {
        oldest.remove();
        giveUp(other);
      }
    }
    return pages.free() >= needed;
  }

  private void expire(long nowMicros) {
    Iterator<FragmentedDatagram> oldest = held.values().iterator();
    while (oldest.hasNext()) {
      FragmentedDatagram datagram = oldest.next();
      if (!isExpired(datagram, nowMicros)) {
        return;
      }
      oldest.remove();
      giveUp(datagram);
    }
  }

  /** Also when time went back by more than the timeout: another capture began. */
  private boolean isExpired(FragmentedDatagram datagram, long nowMicros) {
    long ageMicros = nowMicros - datagram.createdMicros();
    return ageMicros > options.fragmentTimeoutMicros() || ageMicros < -options.fragmentTimeoutMicros();
  }

  private void abandonOldest() {
    Iterator<FragmentedDatagram> oldest = held.values().iterator();
    FragmentedDatagram datagram = oldest.next();
    oldest.remove();
    giveUp(datagram);
  }

  private void abandon(Key key, FragmentedDatagram datagram) {
    held.remove(key);
    giveUp(datagram);
  }

  private void giveUp(FragmentedDatagram datagram) {
    datagram.releasePages();
    abandonedDatagrams++;
  }

  private ByteBuffer nextCompleted() {
    if (completedInPacket == completed.size()) {
      completed.add(ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES));
    }
    return completed.get(completedInPacket++);
  }
}
