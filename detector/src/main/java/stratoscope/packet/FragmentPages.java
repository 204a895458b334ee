package stratoscope.packet;

import java.nio.ByteBuffer;

/**
 * The memory for fragments: pages of one direct buffer, reserved at the first use and handed out until none is free. Belongs to the
 * decoding thread.
 */
final class FragmentPages {
  /** Holds a fragment of a 1500-byte path. */
  static final int PAGE_BYTES = 2048;

  private final int pageCount;
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);
  private int[] freePages = {};
  private int free;

  FragmentPages(int maxBytes) {
    pageCount = maxBytes / PAGE_BYTES;
    free = pageCount;
  }

  int free() {
    return free;
  }

  /** Takes a page; the caller made sure that one is free. */
  int take() {
    if (freePages.length == 0) {
      reserve();
    }
    return freePages[--free];
  }

  void release(int page) {
    freePages[free++] = page;
  }

  ByteBuffer memory() {
    return memory;
  }

  private void reserve() {
    memory = ByteBuffer.allocateDirect(pageCount * PAGE_BYTES);
    freePages = new int[pageCount];
    for (int page = 0; page < pageCount; page++) {
      freePages[page] = page;
    }
  }
}
