package stratoscope.names;

/**
 * The names that lead from the one asked for to an address: that name, its aliases (CNAME) in turn, and the target of a service. Reused
 * for each response, allocates nothing, belongs to the thread that reads.
 *
 * <p>An answer whose owner is not in the chain is ignored: nobody asked for it.
 */
public final class DnsChain {
  /** The name asked for and the aliases followed; resolvers follow 8 to 16. */
  private static final int MAX_NAMES = 17;
  /** Servers put an alias before what it leads to; the second pass is for those that do not. */
  private static final int MAX_PASSES = 2;
  /** Of one message. Pools give a few, and no more fit into a datagram; the hints of a service may be thousands. */
  private static final int MAX_ADDRESSES = 64;

  private final DnsName[] names = new DnsName[MAX_NAMES + 1]; // the last one for a service's target
  private final long[] ttls = new long[MAX_NAMES];
  private int aliasCount;
  private int nameCount;
  private int addressesLeft;
  /** Place in the chain of the current answer's target, -1 if it has none. */
  private int targetIndex = -1;

  public DnsChain() {
    for (int i = 0; i < names.length; i++) {
      names[i] = new DnsName();
    }
  }

  /** Takes what a response says about addresses. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the names that the addresses go by that follow, until others are told. */
    default void onNames(DnsChain chain) {}

    /**
     * Takes one address and the names it goes by; the same address comes again if several answers hold it.
     *
     * @param chain to be read during the call only
     * @param high first eight bytes, as in {@link stratoscope.packet.IpAddress}
     * @param low last eight bytes
     * @param port that the answer names, 0 if none
     * @param ttlSeconds how long all answers on the way hold
     */
    void onAddress(DnsChain chain, long high, long low, int port, long ttlSeconds);
  }

  /** Tells the addresses of the name asked for, as many as are allowed. A response with an error or without its question tells none. */
  public void follow(DnsMessage response, Sink sink) {
    if (!response.isResponse() || response.responseCode() != 0 || !response.questionName().isHostName()) {
      return;
    }
    names[0].copy(response.questionName());
    ttls[0] = Long.MAX_VALUE;
    aliasCount = 1;
    nameCount = 0;
    targetIndex = -1;
    addressesLeft = MAX_ADDRESSES;
    int passes = 0;
    while (passes < MAX_PASSES && addAliases(response)) {
      passes++;
    }
    response.rewind();
    while (addressesLeft > 0 && response.nextAnswer()) {
      int index = response.addressCount() == 0 ? -1 : indexOf(response.owner());
      if (index >= 0) {
        tell(response, index, sink);
      }
    }
  }

  /** True if the chain got longer. */
  private boolean addAliases(DnsMessage response) {
    int before = aliasCount;
    response.rewind();
    while (aliasCount < MAX_NAMES && response.nextAnswer()) {
      if (response.type() == DnsMessage.CNAME && response.owner().isSame(names[aliasCount - 1]) && indexOf(response.target()) < 0) {
        names[aliasCount].copy(response.target());
        ttls[aliasCount] = Math.min(ttls[aliasCount - 1], response.ttlSeconds());
        aliasCount++;
      }
    }
    return aliasCount > before;
  }

  private int indexOf(DnsName name) {
    for (int i = 0; i < aliasCount; i++) {
      if (names[i].isSame(name)) {
        return i;
      }
    }
    return -1;
  }

  private void tell(DnsMessage answer, int ownerIndex, Sink sink) {
    boolean hasTarget = answer.target().isHostName();
    boolean isKnown = !hasTarget && targetIndex < 0 && nameCount == ownerIndex + 1;
    nameCount = ownerIndex + 1;
    if (hasTarget) {
      names[MAX_NAMES].copy(answer.target());
      nameCount++;
    }
    targetIndex = hasTarget ? ownerIndex + 1 : -1;
    if (!isKnown) {
      sink.onNames(this);
    }
    long ttlSeconds = Math.min(ttls[ownerIndex], answer.ttlSeconds());
    for (int i = 0; i < answer.addressCount() && addressesLeft > 0; i++) {
      addressesLeft--;
      sink.onAddress(this, answer.addressHigh(i), answer.addressLow(i), answer.port(), ttlSeconds);
    }
  }

  /** Names on the way to the address, the one asked for included. */
  public int nameCount() {
    return nameCount;
  }

  /** A name on the way: 0 is the one asked for, the last one is the address's owner or a service's target. */
  public DnsName name(int index) {
    return index == targetIndex ? names[MAX_NAMES] : names[index];
  }
}
