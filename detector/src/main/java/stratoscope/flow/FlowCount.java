package stratoscope.flow;

import java.util.List;

/**
 * What the flow table, and the readers of its flows, count, each with its word in the {@code stats} record and in metrics.
 *
 * <p>{@code segments = tracked + lingering + no_payload + reset + uninteresting + backed_off + refused + shed_rhythm
 * + shed_midstream + shed_late}, and
 * {@code flows = live flows + the sum of all end reasons}.
 */
public enum FlowCount {
  SEGMENTS("segments"),
  /** Segments of a live flow, the one that made it included. */
  TRACKED("tracked"),
  /** Segments of a flow that has ended a moment ago. */
  LINGERING("lingering"),
  NO_PAYLOAD("no_payload"),
  /** Resets outside any flow. */
  RESET("reset"),
  /** The screen saw nothing that looks like mining. */
  UNINTERESTING("uninteresting"),
  /** The screen saw a candidate, but its flow has been judged before and is not due for another look. */
  BACKED_OFF("backed_off"),
  /** No reader could be made for the flow. */
  REFUSED("refused"),
  /** A connection was due to be taken for its pace, and an overloaded sensor left it for later. */
  SHED_RHYTHM("shed_rhythm"),
  /** The screen saw a candidate whose opening was not seen, and an overloaded sensor let it pass. */
  SHED_MIDSTREAM("shed_midstream"),
  /** The screen saw a candidate behind the first bytes of a connection, and an overloaded sensor let it pass. */
  SHED_LATE("shed_late"),

  FLOWS("flows"),
  /** Flows picked up without their SYN. */
  MIDSTREAM_FLOWS("midstream_flows"),
  HANDLER_FAILURES("handler_failures"),

  PAYLOAD_BYTES("payload_bytes"),
  GAP_BYTES("gap_bytes"),
  OVERLAPPING_BYTES("overlapping_bytes"),
  RETRANSMITTED_SEGMENTS("retransmitted_segments"),
  OUT_OF_ORDER_SEGMENTS("out_of_order_segments"),
  /** Segments with payload far outside the window: stale, forged, or the first after a long loss. */
  STRAY_SEGMENTS("stray_segments"),
  /** Times a stream moved to where two strays in sequence said it is. */
  RESYNCHRONISED("resynchronised"),
  /** Holes given up early because a store of segments was full. */
  STORE_OVERFLOWS("store_overflows"),
  /** Holes that an overloaded sensor did not wait for. */
  SHED_HOLES("shed_holes"),
  RESETS_OFF_WINDOW("resets_off_window"),
  /** Handshakes, heads and messages given up before they were whole, as the readers of all flows together held too much. */
  HELD_OVERFLOWS("held_overflows"),
  /** Packets that would prove something, and were not kept for want of memory. */
  PROOFS_LOST("proofs_lost"),

  /** Segments whose absurd time stamp was replaced by the time before. */
  CLOCK_DOUBTED("clock_doubted"),
  CLOCK_JUMPS("clock_jumps");

  /** What an overloaded sensor leaves out, in the order in which it does so. */
  public static final List<FlowCount> SHED = List.of(SHED_RHYTHM, SHED_HOLES, SHED_MIDSTREAM, SHED_LATE);

  private final String label;

  FlowCount(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
