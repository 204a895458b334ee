package stratoscope.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fragments seen of one datagram, each byte stored at its place, so that many tiny fragments take no more memory than the datagram.
 * Belongs to the decoding thread.
 */
final class FragmentedDatagram {
  /** How a fragment relates to those already held. */
  enum Fit { FITS, REPEATED, CONTRADICTS }

  /** A fragment's place in the datagram and the protocol it names. */
  record Fragment(int start, int length, boolean hasMore, int protocol) {}

  private static final int NO_PAGE = -1;
  private static final int PAGES = 65_536 / FragmentPages.PAGE_BYTES;
  private static final int UNKNOWN = -1;

  private final FragmentPages pages;
  private final long createdMicros;
  private final int[] pageAt = new int[PAGES];
  /** Start and end of each fragment, in order of arrival. */
  private int[] ranges = new int[8];
  private int fragmentCount;
  private int receivedBytes;
  private int highestEnd;
  private int totalBytes = UNKNOWN;
  private int protocol;

  FragmentedDatagram(FragmentPages pages, long createdMicros) {
    this.pages = pages;
    this.createdMicros = createdMicros;
    Arrays.fill(pageAt, NO_PAGE);
  }

  long createdMicros() {
    return createdMicros;
  }

  int fragmentCount() {
    return fragmentCount;
  }

  /** The protocol named by the fragment at offset 0. */
  int protocol() {
    return protocol;
  }

  boolean isComplete() {
    return receivedBytes == totalBytes;
  }

  /** Compares a fragment at {@code offset} of {@code data} with those held; the same place with other bytes is a contradiction too. */
  Fit fit(ByteBuffer data, int offset, int start, int length, boolean hasMore) {
    int end = start + length;
    for (int i = 0; i < fragmentCount * 2; i += 2) {
      if (start < ranges[i + 1] && end > ranges[i]) {
        boolean isSame = start == ranges[i] && end == ranges[i + 1] && hasMore == (end != totalBytes) && holds(data, offset, start, length);
        return isSame ? Fit.REPEATED : Fit.CONTRADICTS;
      }
    }
    boolean isEndBroken = (totalBytes != UNKNOWN && (!hasMore || end > totalBytes)) || (!hasMore && highestEnd > end);
    return isEndBroken ? Fit.CONTRADICTS : Fit.FITS;
  }

  int pagesNeeded(Fragment fragment) {
    int needed = 0;
    for (int i = firstPage(fragment); i <= lastPage(fragment); i++) {
      needed += pageAt[i] == NO_PAGE ? 1 : 0;
    }
    return needed;
  }

  /** Stores a fragment that fits and for which there are pages. */
  void add(ByteBuffer data, int offset, Fragment fragment) {
    for (int i = firstPage(fragment); i <= lastPage(fragment); i++) {
      if (pageAt[i] == NO_PAGE) {
        pageAt[i] = pages.take();
      }
    }
    int end = fragment.start + fragment.length;
    for (int at = fragment.start; at < end; ) {
      int chunk = chunk(at, end);
      pages.memory().put(memoryIndex(at), data, offset + at - fragment.start, chunk);
      at += chunk;
    }
    if (fragmentCount * 2 == ranges.length) {
      ranges = Arrays.copyOf(ranges, ranges.length * 2);
    }
    ranges[fragmentCount * 2] = fragment.start;
    ranges[fragmentCount * 2 + 1] = end;
    fragmentCount++;
    receivedBytes += fragment.length;
    highestEnd = Math.max(highestEnd, end);
    totalBytes = fragment.hasMore ? totalBytes : end;
    protocol = fragment.start == 0 ? fragment.protocol : protocol;
  }

  /** Copies the complete datagram to the start of a buffer; its length. */
  int copyTo(ByteBuffer target) {
    for (int at = 0; at < totalBytes; ) {
      int chunk = chunk(at, totalBytes);
      target.put(at, pages.memory(), memoryIndex(at), chunk);
      at += chunk;
    }
    return totalBytes;
  }

  void releasePages() {
    for (int i = 0; i < PAGES; i++) {
      if (pageAt[i] != NO_PAGE) {
        pages.release(pageAt[i]);
        pageAt[i] = NO_PAGE;
      }
    }
  }

  private boolean holds(ByteBuffer data, int offset, int start, int length) {
    for (int i = 0; i < length; i++) {
      if (data.get(offset + i) != pages.memory().get(memoryIndex(start + i))) {
        return false;
      }
    }
    return true;
  }

  private int memoryIndex(int at) {
    return pageAt[at / FragmentPages.PAGE_BYTES] * FragmentPages.PAGE_BYTES + at % FragmentPages.PAGE_BYTES;
  }

  /** Bytes from there to the end of the page or of the range. */
  private static int chunk(int at, int end) {
    return Math.min(end - at, FragmentPages.PAGE_BYTES - at % FragmentPages.PAGE_BYTES);
  }

  private static int firstPage(Fragment fragment) {
    return fragment.start / FragmentPages.PAGE_BYTES;
  }

  private static int lastPage(Fragment fragment) {
    return (fragment.start + fragment.length - 1) / FragmentPages.PAGE_BYTES;
  }
}
