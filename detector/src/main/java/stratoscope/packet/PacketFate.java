package stratoscope.packet;

/**
 * What became of a captured packet; each packet has exactly one fate, so {@code captured = inspected + sum(ignored) + sum(dropped)}.
 *
 * <p>Ignored packets are sound but can't carry what we look for; dropped ones could not be read. The label is the word in the
 * {@code stats} record and in metrics.
 */
public enum PacketFate {
  /** A TCP segment that reached the screen. */
  INSPECTED(Kind.INSPECTED, "inspected"),
  /** A datagram of DNS, which is read for names. */
  INSPECTED_DNS(Kind.INSPECTED, "dns"),
  IGNORED_UDP(Kind.IGNORED, "udp"),
  /** QUIC, which no pool speaks. */
  IGNORED_QUIC(Kind.IGNORED, "quic"),
  /** ICMP, SCTP, OSPF and every other transport than TCP and UDP. */
  IGNORED_OTHER_TRANSPORT(Kind.IGNORED, "other_transport"),
  /** ARP, LLDP, spanning tree, 802.11 management, PPP control and the like. */
  IGNORED_NOT_IP(Kind.IGNORED, "not_ip"),
  /** ESP, or 802.11 with its protected bit set. */
  IGNORED_ENCRYPTED(Kind.IGNORED, "encrypted"),
  /** A fragment that was stored and waits for the rest of its datagram. */
  IGNORED_FRAGMENT_HELD(Kind.IGNORED, "fragment_held"),
  IGNORED_LINK_TYPE(Kind.IGNORED, "link_type"),
  IGNORED_EMPTY(Kind.IGNORED, "empty"),
  /** The capture ends inside a header (snap length or damaged length). */
  DROPPED_TRUNCATED_HEADER(Kind.DROPPED, "truncated_header"),
  /** A length, version or offset field contradicts itself. */
  DROPPED_MALFORMED(Kind.DROPPED, "malformed"),
  /** More nested headers than {@link FrameView} follows. */
  DROPPED_NESTING(Kind.DROPPED, "nesting"),
  /** A fragment that overlaps one already held. */
  DROPPED_FRAGMENT_OVERLAP(Kind.DROPPED, "fragment_overlap"),
  /** A fragment beyond the memory or number of datagrams that may be held. */
  DROPPED_FRAGMENT_LIMIT(Kind.DROPPED, "fragment_limit"),
  /** A segment inside a tunnel that another worker has to look at, and had no room for. */
  DROPPED_QUEUE_FULL(Kind.DROPPED, "queue_full");

  /** The three sides of the sum. */
  public enum Kind { INSPECTED, IGNORED, DROPPED }

  private final Kind kind;
  private final String label;

  PacketFate(Kind kind, String label) {
    this.kind = kind;
    this.label = label;
  }

  public Kind kind() {
    return kind;
  }

  /** The reason as written in records and metrics. */
  public String label() {
    return label;
  }
}
