package stratoscope.host;

/**
 * Bounds of the ledger.
 *
 * @param maxHosts addresses held at once; a host takes about 3 kB
 * @param idleTimeoutSeconds packet time after which a host without a new session is reported and let go
 */
public record HostOptions(long maxHosts, long idleTimeoutSeconds) {
  public static final HostOptions DEFAULTS = new HostOptions(200_000, 7L * 24 * 3600);
}
