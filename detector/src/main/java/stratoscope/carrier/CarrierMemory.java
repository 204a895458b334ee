package stratoscope.carrier;

/** What the carriers of all flows of one thread share: their bounds, and a count of the bytes they hold back. */
public final class CarrierMemory {
  private final CarrierOptions options;
  private long heldBytes;

  public CarrierMemory(CarrierOptions options) {
    this.options = options;
  }

  CarrierOptions options() {
    return options;
  }

  /** Bytes held back in all flows. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Counts what one direction holds; false if that is too much, whereupon it must let go. */
  boolean recount(int beforeBytes, int nowBytes) {
    heldBytes += nowBytes - beforeBytes;
    return nowBytes <= beforeBytes || heldBytes <= options.maxHeldBytes();
  }
}
