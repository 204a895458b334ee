package stratoscope.circumstance;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.EvidenceLog;
import stratoscope.flow.Direction;
import stratoscope.flow.Flow;
import stratoscope.names.AddressRange;
import stratoscope.names.DnsChain;
import stratoscope.names.DnsMessage;
import stratoscope.names.DnsName;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.packet.IpAddress;
import stratoscope.packet.TcpSegment;
import stratoscope.profile.Finding;

/**
 * Reads DNS for the names of pools: who looks one up is suspected, and the addresses given for it are remembered. One thread; a message
 * about other names makes no object, as long as no pool's address was found.
 *
 * <p>Nobody is suspected for what others ask of it: servers of DNS, and resolvers that ask the names' own servers. Multicast DNS and LLMNR
 * have ports of their own and never come here.
 */
public final class Lookups implements DnsChain.Sink {
  static final int DNS_PORT = 53;
  private static final int MAX_UDP_BYTES = 65_535;

  private final LearnedEndpoints learned;
  private final Circumstances circumstances;
  private final BiConsumer<Finding, String> onLookup;
  private final DnsMessage view = new DnsMessage();
  private final DnsChain chain = new DnsChain();
  private final DnsMessage.AddressTest known;
  private final Questions questions = new Questions();
  private final byte[] copy = new byte[MAX_UDP_BYTES];

  private Message at = new Message(new TcpSegment(), false, false, 0, 0, "");
  private IpAddress client = new IpAddress(0, 0);
  private LearnedEndpoints.Answer answer = new LearnedEndpoints.Answer("", "", 0, 0);
  /** What the names on the way to the addresses that come are listed as. */
  private @Nullable PoolEntry entry;
  private int listed;
  /** The name that is a pool's: the one asked for, or an alias of it. */
  private String listedName = "";

  Lookups(LearnedEndpoints learned, Circumstances circumstances, BiConsumer<Finding, String> onLookup) {
    this.learned = learned;
    known = circumstances::mayHold;
    this.circumstances = circumstances;
    this.onLookup = onLookup;
  }

  /** Who sent the message at hand to whom. */
  private record Message(TcpSegment segment, boolean isUdp, boolean isResponse, long flowId, int bytes, String captureName) {
    IpAddress newClient() {
      return isResponse ? new IpAddress(segment.destinationHigh, segment.destinationLow)
          : new IpAddress(segment.sourceHigh, segment.sourceLow);
    }

    int clientPort() {
      return isResponse ? segment.destinationPort : segment.sourcePort;
    }

    IpAddress server() {
      return isResponse ? new IpAddress(segment.sourceHigh, segment.sourceLow)
          : new IpAddress(segment.destinationHigh, segment.destinationLow);
    }

    int serverPort() {
      return isResponse ? segment.sourcePort : segment.destinationPort;
    }
  }

  /** The view that readers of DNS over TCP fill for {@link #onMessage}. */
  public DnsMessage view() {
    return view;
  }

  /** Takes the payload of a UDP datagram from or to the port of DNS. */
  public void onDatagram(TcpSegment datagram, String captureName) {
    int length = Math.min(datagram.payloadLength, MAX_UDP_BYTES);
    datagram.data.get(datagram.payloadOffset, copy, 0, length);
    if (view.read(copy, 0, length)) {
      onMessage(datagram, true, length, captureName);
    }
  }

  /** Says that the next message comes from another capture. */
  public void onNewCapture() {
    questions.clear();
  }

  /** Takes the message in the view, which was read from a TCP stream. */
  public void onMessage(Flow flow, Direction from, long micros, long packet, String captureName) {
    onMessage(flow.segment(from, micros, packet), false, view.length(), captureName);
  }

  private void onMessage(TcpSegment segment, boolean isUdp, int bytes, String captureName) {
    if ((view.isResponse() ? segment.sourcePort : segment.destinationPort) != DNS_PORT) {
      return; // nobody's server says or hears that: it would accuse one, or teach by a forgery
    }
    if (isUdp && !view.isResponse()) {
      questions.onQuestion(segment, view.id());
    }
    DnsName asked = view.questionName();
    listed = lookUp(asked);
    if (listed < 0 && !(view.isResponse() && leadsToPool())) {
      return;
    }
    if (isUdp && view.isResponse() && questions.isUnasked(segment, view.id())) {
      return;
    }
    at = new Message(segment, isUdp, view.isResponse(), Flow.idOf(segment, segment.timestampMicros), bytes, captureName);
    client = at.newClient();
    String name = asked.toString();
    listedName = name;
    answer = new LearnedEndpoints.Answer(name, captureName, segment.packetNumber, segment.timestampMicros);
    if (view.isResponse()) {
      chain.follow(view, this);
    }
    if (listed >= 0 && view.isResponse()) {
      circumstances.onServer(at.server(), segment.timestampMicros);
    } else if (listed >= 0) {
      circumstances.onAsked(at.server(), segment.timestampMicros);
    }
    if (listed >= 0 && isForAddress(view.questionType())) {
      suspect(entryOf(listed, listedName), name);
    }
  }

  /** True of a question that somebody asks who goes there; others are of mail, and of resolvers that check what they were told. */
  private static boolean isForAddress(int type) {
    return switch (type) {
      case DnsMessage.A, DnsMessage.AAAA, DnsMessage.CNAME, DnsMessage.SVCB, DnsMessage.HTTPS, DnsMessage.ANY, 0 -> true;
      default -> false;
    };
  }

  /** What counts of a listed name now; if nothing does any more, what did. */
  private PoolEntry entryOf(int index, String name) {
    PoolEntry now = circumstances.pools().entryAt(name, 0, at.segment().timestampMicros);
    return now == null ? circumstances.pools().entry(index) : now;
  }

  private int lookUp(DnsName name) {
    boolean isLikely = name.isHostName() && circumstances.pools().screen(name.bytes(), 0, name.length(), 0) >= 0;
    return isLikely ? circumstances.pools().byName(name.toString(), 0) : PoolDirectory.NONE;
  }

  /** True if an answer may be an address at which a pool was found, or an alias is a pool's name, though the name asked for is not. */
  private boolean leadsToPool() {
    int leads = view.lookAhead(known);
    return ((leads & DnsMessage.LEADS_TO_ADDRESS) != 0 && !learned.isEmpty())
        || ((leads & DnsMessage.LEADS_TO_ALIAS) != 0 && isAliasOfPool());
  }

  private boolean isAliasOfPool() {
    boolean isPools = false;
    view.rewind();
    while (!isPools && view.nextAnswer()) {
      isPools = lookUp(view.target()) >= 0;
    }
    return isPools;
  }

  @Override
  public void onNames(DnsChain names) {
    entry = null;
    for (int i = 0; i < names.nameCount() && entry == null; i++) {
      int index = lookUp(names.name(i));
      String name = index < 0 ? "" : names.name(i).toString();
      entry = index < 0 ? null : entryOf(index, name);
      if (listed < 0 && index >= 0) {
        listed = index;
        listedName = name;
      }
    }
  }

  @Override
  public void onAddress(DnsChain names, long high, long low, int port, long ttlSeconds) {
    if (entry == null && !circumstances.mayHold(high, low)) {
      return;
    }
    IpAddress address = new IpAddress(high, low);
    if (entry == null) {
      circumstances.onOtherName(address, answer.name(), null, answer.timestampMicros());
    } else if (new AddressRange(address.translated(), address.translated()).isPublic()) { // filters send what they block to where nobody is
      circumstances.onResolved(address, entry, client, answer, ttlSeconds);
    }
  }

  private void suspect(PoolEntry listedAs, String name) {
    if (!view.isRecursionDesired() || circumstances.isServer(client, answer.timestampMicros()) || !Circumstances.isMining(listedAs)) {
      return;
    }
    EvidenceLog log = circumstances.newLog();
    String said = name.equals(listedName) ? name : name + " = " + listedName;
    new Weighing(circumstances, new Sightings(), log)
        .weighLookup(client, listedAs, new Sighting("dns", said, 0, at.segment().packetNumber, at.segment().timestampMicros));
    if (!log.entries().isEmpty()) {
      onLookup.accept(finding(listedAs, name, log), Circumstances.keyOf(listedAs));
    }
  }

  private Finding finding(PoolEntry listedAs, String name, EvidenceLog log) {
    long micros = at.segment().timestampMicros;
    Long bytes = (long) at.bytes();
    Finding.Connection connection = new Finding.Connection(client, at.clientPort(), at.server(), at.serverPort(), at.isUdp(), 1,
        at.flowId(), false, at.isResponse() ? "pool" : "miner", micros, micros, at.isResponse() ? null : bytes,
        at.isResponse() ? bytes : null, at.captureName(), at.segment().packetNumber);
    return new Finding(log.verdict(), log.score(), connection,
        new Finding.Speech("dns", List.of(at.isUdp() ? "udp" : "tcp"), null, List.of(), Double.NaN),
        Finding.Dialogue.about(new Finding.Pool(listedAs.pool(), name, null)), Finding.Work.listed(listedAs.coins()), log.entries());
  }
}
