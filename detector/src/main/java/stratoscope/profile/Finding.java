package stratoscope.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.packet.IpAddress;

/**
 * One session that shows mining, as records and reports tell it. Null and NaN mean unknown.
 *
 * @param allowed why nobody is to be told of it, as its owner says; null if it is not allowed
 * @param holder who had the miner's address
 */
public record Finding(Verdict verdict, int score, Connection connection, Speech speech, Dialogue dialogue, Work work,
    List<Evidence> evidence, @Nullable String allowed, Holder holder) {

  /** One that nobody has allowed, at an address of which nothing is known. */
  public Finding(Verdict verdict, int score, Connection connection, Speech speech, Dialogue dialogue, Work work,
      List<Evidence> evidence) {
    this(verdict, score, connection, speech, dialogue, work, evidence, null, Holder.UNKNOWN);
  }

  /** True if nothing but a look-up in DNS is known: the server that was asked stands in the pool's place. */
  public boolean isLookup() {
    return "dns".equals(speech.application());
  }

  /** The same, allowed for a reason. */
  public Finding allowed(String reason) {
    return new Finding(verdict, score, connection, speech, dialogue, work, evidence, reason, holder);
  }

  /** The same, at an address that somebody had. */
  public Finding heldBy(Holder whose) {
    return new Finding(verdict, score, connection, speech, dialogue, work, evidence, allowed, whose);
  }

  /**
   * How it was said.
   *
   * @param application protocol of the stream as it is on the wire: {@code stratum}, {@code tls}, {@code dns}; null for an unknown cipher
   * @param carriers what the dialect travelled in, outermost first
   * @param decidedBy id of the rule that says most for the dialect; null if none is named
   * @param dialects all that were spoken, in the order heard
   * @param sharesPerMinute as the rhythm of a cipher tells; NaN where it does not
   */
  public record Speech(@Nullable String application, List<String> carriers, @Nullable String decidedBy, List<String> dialects,
      double sharesPerMinute) {}

  /**
   * Who to whom, when, how much; the miner first, whichever side opened the connection. Times in microseconds since 1970.
   *
   * @param isUdp whether it is a look-up over UDP
   * @param connections that it stands for: several where nothing but circumstances tell of them
   * @param bytesUp the miner sent, as far as captured; null if no packet of its side was
   * @param bytesDown the pool sent, as far as captured; null if no packet of its side was
   */
  public record Connection(IpAddress miner, int minerPort, IpAddress pool, int poolPort, boolean isUdp, int connections, long flowId,
      boolean isMidstream, String sidesSeen, long firstSeenMicros, long lastSeenMicros, @Nullable Long bytesUp, @Nullable Long bytesDown,
      @Nullable String captureName, long packetNumber) {}

  /** What was said of who mines and for whom. */
  public record Dialogue(@Nullable String dialect, String role, @Nullable Identity identity, List<String> users,
      List<String> passwordOptions, @Nullable String agent, @Nullable String deviceClass, @Nullable String deviceModel,
      @Nullable String sessionId, @Nullable String extranonce, List<String> redirects, List<String> serverMessages, Pool pool) {
    /** Dialect of what is said inside a cipher. */
    public static final String ENCRYPTED = "encrypted";

    /** The same, run on hardware of a class. */
    Dialogue on(@Nullable String hardware) {
      return new Dialogue(dialect, role, identity, users, passwordOptions, agent, hardware, deviceModel, sessionId, extranonce, redirects,
          serverMessages, pool);
    }

    /** The same, of one that serves miners itself. */
    public Dialogue asProxy() {
      return new Dialogue(dialect, "proxy", identity, users, passwordOptions, agent, deviceClass, deviceModel, sessionId, extranonce,
          redirects, serverMessages, pool);
    }

    /** The same, at a pool of which more is known. */
    public Dialogue at(Pool known) {
      return new Dialogue(dialect, role, identity, users, passwordOptions, agent, deviceClass, deviceModel, sessionId, extranonce,
          redirects, serverMessages, known);
    }

    /** Of a miner that said nothing, but of its pool something is known. */
    public static Dialogue about(Pool pool) {
      return new Dialogue(null, "miner", null, List.of(), List.of(), null, null, null, null, null, List.of(), List.of(), pool);
    }
  }

  /**
   * The pool, as the session itself tells of it: not the address the miner is connected to, which may be a proxy's.
   *
   * @param name of its operator, from the blocks it works on
   * @param host that the miner asked for
   * @param port that the miner asked for
   */
  public record Pool(@Nullable String name, @Nullable String host, @Nullable Integer port) {}

  /**
   * What mines, as far as its work tells.
   *
   * @param activeSeconds in which the stream of jobs and shares was alive; NaN if unknown
   * @param contradictions between what the agent says and what the shares show, for people
   * @param rigs how many it may be
   */
  public record Machine(double activeSeconds, @Nullable Power power, List<String> contradictions, Rigs rigs, Pace pace) {
    /** Of which nothing is known. */
    public static final Machine UNKNOWN = new Machine(Double.NaN, null, List.of());

    /** One that works all the time. */
    public Machine(double activeSeconds, @Nullable Power power, List<String> contradictions) {
      this(activeSeconds, power, contradictions, Rigs.ONE, Pace.STEADY);
    }

    Machine with(Rigs many, Pace when) {
      return new Machine(activeSeconds, power, contradictions, many, when);
    }
  }

  /**
   * When it mines.
   *
   * @param pauses of the session, in order; hashrates are those of the time without them
   * @param hourly null if the difficulty of no share is known
   */
  public record Pace(List<Pause> pauses, @Nullable HourlyWork hourly) {
    /** Without pauses. */
    public static final Pace STEADY = new Pace(List.of(), null);

    /** Seconds in which it did not mine. */
    public double pausedSeconds() {
      return Pause.micros(pauses) / 1e6;
    }
  }

  /**
   * What is mined and how fast. Counts are null where the side that would tell was not seen.
   *
   * @param algorithm one of ours, from the coin table
   * @param jobAlgorithm as the pool calls it; may hold anything
   * @param machine what it takes
   */
  public record Work(@Nullable String coin, @Nullable String algorithm, @Nullable String jobAlgorithm, List<String> coinCandidates,
      @Nullable Long jobs, @Nullable Long submitted, @Nullable Long accepted, @Nullable Long rejected, double difficulty,
      @Nullable Hashrate hashrate, @Nullable Hashrate claimedHashrate, Machine machine) {

    /** Of which only the coins are known that the pool is listed for. */
    public static Work listed(List<String> coins) {
      return new Work(null, null, null, List.of(), null, null, null, null, Double.NaN, null, null, Machine.UNKNOWN).orListed(coins);
    }

    /** The same with those coins, unless something is known of coins already. */
    public Work orListed(List<String> coins) {
      return coin != null || !coinCandidates.isEmpty() || coins.isEmpty() ? this
          : new Work(coins.size() == 1 ? coins.get(0) : null, algorithm, jobAlgorithm, coins.size() > 1 ? coins : List.of(), jobs,
              submitted, accepted, rejected, difficulty, hashrate, claimedHashrate, machine);
    }
  }
}
