package stratoscope.circumstance;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.RawPacket;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Thresholds;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Subscriber;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.profile.SavedFinding;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * The hosts that touched a pool and showed nothing more: one account for each host, subscriber who had it, and pool, however often it
 * looked the name up or connected, so that there is one finding and not a thousand. A session that shows mining at that pool closes the
 * account without a word. One thread. Bounded: the account that was opened first is reported early.
 */
public final class Contacts {
  private static final int MAX_ACCOUNTS = 65_536;
  /** In live traffic: time for a session to show more before the contact alone is told. */
  private static final long GRACE_MICROS = 60_000_000;
  /** In live traffic: silence after which an account is closed. */
  private static final long IDLE_MICROS = 3_600_000_000L;
  /** In live traffic: a session tells of its host and pool for so long behind its last packet. */
  private static final long CLAIM_MICROS = 86_400_000_000L;
  private static final long LOOK_MICROS = 5_000_000;
  /** In live traffic: a contact that goes on is brought up to date this often. */
  private static final long UPDATE_MICROS = 60_000_000;
  /** At one look, so that nobody can stall the way; where there are many, updates are rarer. */
  private static final int MAX_UPDATES = 1000;

  private Thresholds thresholds;
  private long nextLookMicros = Long.MIN_VALUE;
  private final BiConsumer<Finding, ProofPackets> onContact;
  private final long maxProofBytes;
  private long proofBytes;
  private int lostProofs;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  /** Those of which a session tells, with its last packet's time; 0 where that was before a restart. */
  private final Map<String, Long> claimed = new Recent<>(MAX_ACCOUNTS);
  /** Who answered about pools' names: what such a host looked up before, it did for others. */
  private final Map<IpAddress, Boolean> servers = new Recent<>(MAX_ACCOUNTS);

  /**
   * A contact that may go on.
   *
   * @param isRaised whether its verdict is more than when it was last told
   */
  public record Open(Finding finding, ProofPackets proof, boolean isRaised) {}

  /**
   * Begins without an account.
   *
   * @param maxProofBytes memory for the packets of all accounts; 0 keeps none
   * @param onContact takes those that nobody told better, with their packets
   */
  public Contacts(Thresholds thresholds, long maxProofBytes, BiConsumer<Finding, ProofPackets> onContact) {
    this.thresholds = thresholds;
    this.maxProofBytes = maxProofBytes;
    this.onContact = onContact;
  }

  /** From now on new accounts are judged by other thresholds. */
  public void use(Thresholds others) {
    thresholds = others;
  }

  /** What is known of one host and pool. */
  private final class Account {
    /** The first, or the first connection, since a look-up does not say where the host went. */
    private Finding first;
    private EvidenceLog log = new EvidenceLog(thresholds);
    /** Whether a connection was suspect by itself and nothing spoke against it: what excuses others does not excuse it. */
    private boolean isPlain;
    private long lastSeenMicros;
    private @Nullable Long bytesUp;
    private @Nullable Long bytesDown;
    private int connections;
    /** Connections that go on, as they were when they were last looked at. */
    private final Map<Long, Finding> open = new HashMap<>(2);
    private Verdict told = Verdict.NONE;
    private long toldMicros;
    private long toldSeenMicros;
    private final ProofPackets proof = new ProofPackets();

    Account(Finding first) {
      this.first = first;
    }

    void see(Finding finding, ProofPackets shown) {
      open.put(finding.connection().flowId(), finding);
      onSigns(finding, shown);
    }

    private void onSigns(Finding finding, ProofPackets shown) {
      boolean isNews = finding.evidence().stream().anyMatch(sign -> !log.has(sign.rule()) && !(isPlain && isContrary(sign)));
      if (!isPlain && !finding.isLookup() && finding.verdict() != Verdict.NONE
          && finding.evidence().stream().noneMatch(Account::isContrary)) {
        isPlain = true;
        isNews = true;
        List<Evidence> before = log.entries();
        log = new EvidenceLog(thresholds);
        addAll(before);
      }
      addAll(finding.evidence());
      if (isNews) {
        keep(shown);
      }
      lastSeenMicros = Math.max(lastSeenMicros, finding.connection().lastSeenMicros());
    }

    private void keep(ProofPackets shown) {
      for (RawPacket packet : shown.packets()) {
        if (proofBytes < maxProofBytes) {
          proofBytes += proof.share(packet);
        } else {
          lostProofs++;
        }
      }
    }

    private void addAll(List<Evidence> signs) {
      signs.stream().filter(sign -> !isPlain || !isContrary(sign)).forEach(log::add);
    }

    private static boolean isContrary(Evidence sign) {
      return sign.weight() < 0;
    }

    void add(Finding finding, ProofPackets shown) {
      Finding.Connection c = finding.connection();
      boolean wasOpen = open.remove(c.flowId()) != null;
      if (first.isLookup() && !finding.isLookup() && told == Verdict.NONE) {
        first = connected(finding);
        connections = 0;
      } else if (wasOpen && first.connection().flowId() == c.flowId()) {
        first = connected(finding);
      }
      onSigns(finding, shown);
      bytesUp = sum(bytesUp, c.bytesUp());
      bytesDown = sum(bytesDown, c.bytesDown());
      connections += isLikeFirst(finding) ? c.connections() : 0;
    }

    private boolean isLikeFirst(Finding finding) {
      Finding.Connection c = finding.connection();
      return first.isLookup() == finding.isLookup() && first.connection().isUdp() == c.isUdp()
          && c.sidesSeen().equals(first.connection().sidesSeen());
    }

    /** The connection that followed the look-up, and whose pool that named. It is known as its session is, which may show more. */
    private Finding connected(Finding finding) {
      Finding.Dialogue dialogue = finding.dialogue();
      return dialogue.pool().host() != null ? finding : new Finding(finding.verdict(), finding.score(), finding.connection(),
          finding.speech(), dialogue.at(first.dialogue().pool()), finding.work(), finding.evidence());
    }

    private @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
      return one == null ? other : other == null ? one : (Long) (one + other);
    }

    /** True of one that a connection, which goes on, makes up alone. */
    boolean isOf(long flowId) {
      return connections == 0 && open.size() == 1 && open.containsKey(flowId);
    }

    boolean isRaised() {
      return log.verdict().compareTo(told) > 0;
    }

    /** Whether something came since it was told of, long enough ago. */
    boolean isOld(long nowMicros, long updateMicros) {
      return told != Verdict.NONE && lastSeenMicros != toldSeenMicros && Math.abs(nowMicros - toldMicros) >= updateMicros;
    }

    Open tell(long nowMicros, boolean isMore) {
      told = log.verdict();
      toldMicros = nowMicros;
      toldSeenMicros = lastSeenMicros;
      return new Open(finding(), proof, isMore);
    }

    Finding finding() {
      Finding.Connection c = first.connection();
      int count = connections;
      Long up = bytesUp;
      Long down = bytesDown;
      for (Finding each : open.values()) {
        count += isLikeFirst(each) ? 1 : 0;
        up = sum(up, each.connection().bytesUp());
        down = sum(down, each.connection().bytesDown());
      }
      String sides = up == null ? "pool" : down == null ? "miner" : "both";
      Finding.Connection all = new Finding.Connection(c.miner(), c.minerPort(), c.pool(), c.poolPort(), c.isUdp(), count, c.flowId(),
          c.isMidstream(), sides, c.firstSeenMicros(), lastSeenMicros, up, down, c.captureName(), c.packetNumber());
      return new Finding(log.verdict(), log.score(), all, first.speech(), first.dialogue(), first.work(), log.entries());
    }
  }

  /** Adds the accounts, and those of which a session tells. */
  public void saveTo(List<Stateful> parts) {
    accounts.forEach((key, account) -> parts.add(out -> {
      SavedFinding.save(account.first, out.begin(StateKind.CONTACT).text(key));
      out.signs(account.log.entries()).number(account.lastSeenMicros).count(account.bytesUp).count(account.bytesDown)
          .number(account.connections).word(account.told).truth(account.isPlain).end();
    }));
    claimed.keySet().forEach(key -> parts.add(out -> out.begin(StateKind.CLAIM).text(key).end()));
  }

  /** Takes an account or a claim from before a restart; false if it is something else. */
  public boolean restore(StateReader in) throws StateException {
    if (in.kind() == StateKind.CLAIM) {
      claimed.put(in.someText(), 0L);
    } else if (in.kind() == StateKind.CONTACT) {
      String key = in.someText();
      Account saved = new Account(SavedFinding.restore(in));
      in.signs().forEach(saved.log::add);
      saved.lastSeenMicros = in.number();
      saved.bytesUp = in.count();
      saved.bytesDown = in.count();
      saved.connections = in.number(0, Integer.MAX_VALUE);
      saved.told = in.word(Verdict.values());
      saved.isPlain = in.truth();
      if (saved.connections == 0) {
        saved.open.put(saved.first.connection().flowId(), saved.first);
      }
      if (accounts.size() < MAX_ACCOUNTS) {
        accounts.putIfAbsent(key, saved);
      }
    } else {
      return false;
    }
    return true;
  }

  /** Gives what was told before a restart and may go on. */
  public void resume(Consumer<Finding> onResumed) {
    accounts.values().stream().filter(account -> account.told != Verdict.NONE).forEach(account -> onResumed.accept(account.finding()));
  }

  /**
   * Adds a finding that rests on circumstances alone to the account of its host and pool.
   *
   * @param shown packets that show it, kept if they show a sign that is new
   * @return whether it was told of, under this very connection
   */
  public boolean add(Finding finding, String pool, ProofPackets shown) {
    if (finding.isLookup() && !finding.connection().sidesSeen().equals("miner")) { // anybody can send anyone a question
      servers.put(finding.connection().pool(), Boolean.TRUE);
    }
    Account account = account(finding, pool);
    if (account == null) {
      return false;
    }
    account.add(finding, shown);
    keepBound();
    return account.told != Verdict.NONE && account.first.connection().flowId() == finding.connection().flowId();
  }

  /** In live traffic: the same for a connection that goes on, until {@link #add} takes all of it. */
  public void see(Finding open, String pool, ProofPackets shown) {
    Account account = account(open, pool);
    if (account != null) {
      account.see(open, shown);
      keepBound();
    }
  }

  /** Null if a session tells of the host and pool. */
  private @Nullable Account account(Finding finding, String pool) {
    IpAddress host = finding.connection().miner();
    Subscriber subscriber = finding.holder().subscriber();
    String key = keyOf(host, pool, subscriber);
    if (subscriber != null && !accounts.containsKey(key)) {
      Account nobodys = accounts.get(keyOf(host, pool, null));
      if (nobodys != null && nobodys.isOf(finding.connection().flowId())) { // he is known only now
        accounts.remove(keyOf(host, pool, null));
        accounts.put(key, nobodys);
      }
    }
    return claimed.containsKey(key) ? null : accounts.computeIfAbsent(key, k -> new Account(finding));
  }

  private void keepBound() {
    if (accounts.size() > MAX_ACCOUNTS) {
      report(remove(accounts.keySet().iterator().next()));
    }
  }

  /** Takes note that a session tells of its host and pool, and better; of contacts of nobody known, too. */
  public void claim(Finding session, String pool) {
    IpAddress host = session.connection().miner();
    Subscriber subscriber = session.holder().subscriber();
    long micros = session.connection().lastSeenMicros();
    long flowId = session.connection().flowId();
    if (subscriber != null) {
      claim(keyOf(host, pool, subscriber), micros, flowId);
    }
    claim(keyOf(host, pool, null), micros, flowId);
  }

  /** An account that was told ends, unless what was told goes on as the session. */
  private void claim(String key, long micros, long flowId) {
    claimed.put(key, micros);
    Account account = remove(key);
    if (account != null && account.told != Verdict.NONE && account.first.connection().flowId() != flowId) {
      report(account);
    }
  }

  /** Packets that found no memory since this was asked last. */
  public int takeLostProofs() {
    int lost = lostProofs;
    lostProofs = 0;
    return lost;
  }

  private @Nullable Account remove(String key) {
    Account account = accounts.remove(key);
    proofBytes -= account == null ? 0 : account.proof.bytes();
    return account;
  }

  /**
   * In live traffic: tells of accounts that nothing better was told of in time, and reports those that have been silent for long.
   *
   * @param onOpen takes contacts that may go on
   */
  public void onTime(long nowMicros, Consumer<Open> onOpen) {
    if (nowMicros < nextLookMicros && nowMicros >= nextLookMicros - 2 * LOOK_MICROS) { // else the clock was set back
      return;
    }
    nextLookMicros = nowMicros + LOOK_MICROS;
    claimed.replaceAll((key, micros) -> micros == 0 ? nowMicros : micros);
    claimed.values().removeIf(micros -> nowMicros - micros > CLAIM_MICROS);
    long updateMicros = Math.max(UPDATE_MICROS, (accounts.size() / MAX_UPDATES + 1L) * 2 * LOOK_MICROS); // each has its turn
    int updates = 0;
    for (Iterator<Account> each = accounts.values().iterator(); each.hasNext();) {
      Account account = each.next();
      if (nowMicros - account.lastSeenMicros > IDLE_MICROS) {
        report(account);
        proofBytes -= account.proof.bytes();
        each.remove();
      } else if (account.isRaised()) {
        if (nowMicros - account.first.connection().firstSeenMicros() > GRACE_MICROS && !isForOthers(account)) {
          onOpen.accept(account.tell(nowMicros, true));
        }
      } else if (updates < MAX_UPDATES && account.isOld(nowMicros, updateMicros)) {
        updates++;
        onOpen.accept(account.tell(nowMicros, false));
      }
    }
  }

  /** Reports all that no session told better. */
  public void close() {
    accounts.values().forEach(this::report);
    accounts.clear();
    proofBytes = 0;
  }

  /** A text, since the equality that the compiler makes for records takes milliseconds to set up. */
  private static String keyOf(IpAddress host, String pool, @Nullable Subscriber subscriber) {
    return host + " " + pool + (subscriber == null ? "" : " " + subscriber.id());
  }

  private void report(@Nullable Account account) {
    if (account != null && !isForOthers(account)) {
      onContact.accept(account.finding(), account.proof);
    }
  }

  /** True of look-ups by a server of DNS that was not known to be one when it asked, if nobody was told yet. */
  private boolean isForOthers(Account account) {
    return account.told == Verdict.NONE && account.first.isLookup() && servers.containsKey(account.first.connection().miner());
  }
}
