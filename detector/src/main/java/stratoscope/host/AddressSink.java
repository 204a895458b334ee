package stratoscope.host;

/** Is told of each address that is met for the first time. */
@FunctionalInterface
public interface AddressSink {
  /**
   * An address was met.
   *
   * @param high first eight bytes
   * @param low last eight bytes
   * @param micros packet time, since 1970
   */
  void onAddress(long high, long low, long micros);
}
