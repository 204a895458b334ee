package stratoscope.host;

/**
 * Bounds of the ledger.
 *
 * @param maxHosts addresses held at once; a host takes about 3 kB
 * @param idleTimeoutSeconds packet time after which a host without a new session is reported and let go
 * @param updateSeconds packet time after which a host that changed is told of while it is held; 0 for never
 */
public record HostOptions(long maxHosts, long idleTimeoutSeconds, long updateSeconds) {
  public static final HostOptions DEFAULTS = new HostOptions(200_000, 7L * 24 * 3600, 0);

  /** The same, and hosts that change are told of so often. */
  public HostOptions updatedEach(long seconds) {
    return new HostOptions(maxHosts, idleTimeoutSeconds, seconds);
  }
}
