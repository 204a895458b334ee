package stratoscope.capture;

import java.util.Locale;

/** What can be wrong inside a capture that is still read on. The label is the value used in records and metrics. */
public enum ProblemKind {
  /** The last record isn't whole; its captured bytes up to the end are delivered when its header makes sense. */
  CUT_OFF("cut_off", "the capture ends inside a record: %d of %d bytes are there"),
  /** A record's length can't be right, so the reader searched for the next record. */
  BAD_LENGTH("bad_length", "a record length of %d can't be right: %d bytes skipped"),
  /** A packet was shortened, because the next records begin inside the length it claims. */
  OVERLAP("overlap", "a record claims %d bytes but the next one begins after %d: shortened"),
  /** Longer than the reader holds in one piece; passed over. */
  OVERSIZE("oversize", "a record of %d bytes is longer than the reader's limit of %d: skipped"),
  /** The two lengths around a pcapng block differ; the first one led to a sound block and was used. */
  TRAILER("trailer", "the lengths around a block differ (%d and %d): the first one was used"),
  /** More bytes captured than were on the wire; the larger number is taken for both. */
  CAPTURED_ABOVE_ORIGINAL("captured_above_original", "captured length %d is above the original length %d"),
  /** More bytes captured than the block holds; what it holds is delivered. */
  CAPTURED_ABOVE_BLOCK("captured_above_block", "captured length %d, but the block holds only %d"),
  /** A packet of an interface that no block describes; it has no link type and isn't delivered. */
  UNKNOWN_INTERFACE("unknown_interface", "interface %d isn't described (%d are): packet dropped"),
  /** More interfaces in a section than are remembered. */
  TOO_MANY_INTERFACES("too_many_interfaces", "interface %d is above the limit of %d: ignored"),
  /** The options of an interface can't be parsed to their end; those before count. */
  BAD_OPTIONS("bad_options", "option %d with a length of %d doesn't fit: the rest is ignored"),
  /** gzip or zstd data is damaged or cut off; everything before is delivered. */
  BAD_COMPRESSION("bad_compression", "compressed data is damaged or cut off after %d of %d bytes of the file"),
  /** A capture of a sequence could not be opened or read on; the others are. */
  UNREADABLE("unreadable", "can't be read"),
  /** More captures overlap in time than may be open at once, so the order is not exact. */
  ORDER("order", "more than %d captures overlap in time: packets are out of order"),
  /** Packets of a live interface that the kernel dropped, as they found no room. */
  KERNEL_DROPPED("kernel_dropped", "the kernel dropped %d of %d packets"),
  /** Times there was no room. */
  RING_FULL("ring_full", "the ring was full %d times"),
  /** Times an interface went down or away. */
  INTERFACE_LOST("interface_lost", "the interface was lost %d times");

  private final String label;
  private final String pattern;

  ProblemKind(String label, String pattern) {
    this.label = label;
    this.pattern = pattern;
  }

  /** One word for records, metrics and counters. */
  public String label() {
    return label;
  }

  String describe(long first, long second) {
    return String.format(Locale.ROOT, pattern, first, second);
  }
}
