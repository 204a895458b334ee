package stratoscope.profile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;
import stratoscope.stratum.StratumEvent;

/**
 * What the events of one session add up to: who mines, what, how fast. One thread. Bounded: of users, messages and redirects only the
 * first few are kept, and texts are cut.
 */
public final class SessionProfile {
  /** More workers than this on one connection are a proxy's; their count is not needed to know that. */
  private static final int MAX_USERS = 64;
  /** A lone miner may log in under one name and hand in shares under another, but not under a third. */
  private static final int MIN_PROXY_USERS = 3;
  private static final int MAX_TEXTS = 8;
  private static final int MAX_TEXT_CHARS = 256;
  /** A pool that signs its blocks signs the first of them. */
  private static final int MAX_COINBASES = 4;
  /** Pools set the difficulty so that shares come as often as before; beyond this factor they may come less often. */
  private static final double MUCH_HARDER = 2;
  /** Below this a rate would be a guess, in seconds. */
  private static final double MIN_SECONDS = 1;

  /** Dialects that only one class of devices speaks. */
  private static final Map<String, String> DEVICE_CLASSES = Map.of("coinhive", "browser", "webminerpool", "browser");

  private final Agents agents;
  private final Coins coins;
  private final CoinbaseTags coinbaseTags;
  private final DialectFacts dialectFacts;
  private final Hardware hardware;
  private final StreamTime streamTime = new StreamTime();
  private final RigCount rigs = new RigCount();
  /** Null while there was no share of known difficulty. */
  private @Nullable HourlyWork hourly;
  private final Set<String> formCoins = new LinkedHashSet<>();
  private final Set<String> users = new LinkedHashSet<>();
  private final Set<String> passwordOptions = new LinkedHashSet<>();
  private final Set<String> redirects = new LinkedHashSet<>();
  private final Set<String> serverMessages = new LinkedHashSet<>();
  private final ShareCount submitted = new ShareCount();
  private final ShareCount accepted = new ShareCount();
  private long rejected;
  private long jobs;
  private boolean isUncounted;
  private double difficulty = Double.NaN;
  private boolean isDifficultyInHashes;
  private double networkDifficulty = Double.NaN;
  private double claimedHashrate = Double.NaN;
  private @Nullable String rig;
  private @Nullable String agent;
  private @Nullable String sessionId;
  private @Nullable String extranonce;
  private @Nullable String algorithm;
  private @Nullable String personalization;
  private Password password = Password.NONE;
  private int coinbases;
  private @Nullable String pool;
  private @Nullable String listedPool;
  private @Nullable String toldHost;
  private @Nullable String poolHost;
  private @Nullable Integer poolPort;

  public SessionProfile(Agents agents, Coins coins, CoinbaseTags coinbaseTags, DialectFacts dialectFacts, Hardware hardware) {
    this.agents = agents;
    this.coins = coins;
    this.coinbaseTags = coinbaseTags;
    this.dialectFacts = dialectFacts;
    this.hardware = hardware;
  }

  /** Writes all that was said so far. */
  public void save(StateWriter out) {
    streamTime.save(out);
    rigs.save(out);
    out.truth(hourly != null);
    if (hourly != null) {
      hourly.save(out);
    }
    out.texts(formCoins).texts(users).texts(passwordOptions).texts(redirects).texts(serverMessages);
    submitted.save(out);
    accepted.save(out);
    out.number(rejected).number(jobs).truth(isUncounted).decimal(difficulty).truth(isDifficultyInHashes).decimal(networkDifficulty)
        .decimal(claimedHashrate).text(rig).text(agent).text(sessionId).text(extranonce).text(algorithm).text(personalization);
    password.save(out);
    out.number(coinbases).text(pool).text(poolHost).count(poolPort);
  }

  /** Takes what was said before a restart. */
  public void restore(StateReader in) throws StateException {
    streamTime.restore(in);
    rigs.restore(in);
    if (in.truth()) {
      hourly = new HourlyWork();
      hourly.restore(in);
    }
    for (Set<String> texts : List.of(formCoins, users, passwordOptions, redirects, serverMessages)) {
      in.texts(texts);
    }
    submitted.restore(in);
    accepted.restore(in);
    rejected = in.natural();
    jobs = in.natural();
    isUncounted = in.truth();
    difficulty = in.decimal();
    isDifficultyInHashes = in.truth();
    networkDifficulty = in.decimal();
    claimedHashrate = in.decimal();
    rig = in.text();
    agent = in.text();
    sessionId = in.text();
    extranonce = in.text();
    algorithm = in.text();
    personalization = in.text();
    password = Password.restore(in);
    coinbases = in.number(0, MAX_COINBASES);
    pool = in.text();
    poolHost = in.text();
    poolPort = in.truth() ? (Integer) in.number(Integer.MIN_VALUE, Integer.MAX_VALUE) : null;
  }

  /**
   * Takes what was said at a time.
   *
   * @param micros since 1970
   */
  public void onEvent(StratumEvent event, long micros) {
    if (event instanceof StratumEvent.Share share) {
      onShare(micros, share.difficulty());
    } else if (event instanceof StratumEvent.ShareAnswer answer) {
      if (submitted.count() > 0) {
        streamTime.add(micros, false);
      } else {
        onShare(micros, answer.difficulty()); // the miner's side is not seen
      }
    } else if (event instanceof StratumEvent.Job) {
      streamTime.add(micros, false);
    }
    onEvent(event);
  }

  private void onShare(long micros, double shareDifficulty) {
    streamTime.add(micros, true);
    if (!Double.isNaN(shareDifficulty)) {
      hourly = hourly == null ? new HourlyWork() : hourly;
      hourly.add(micros, shareDifficulty);
    }
  }

  /** Takes what has no time of its own. */
  public void onEvent(StratumEvent event) {
    if (event instanceof StratumEvent.Job job) {
      onJob(job);
    } else if (event instanceof StratumEvent.Share share) {
      submitted.add(share.difficulty());
      rigs.onShare(share);
      addUser(share.user());
    } else if (event instanceof StratumEvent.ShareAnswer answer) {
      onShareAnswer(answer);
    } else if (event instanceof StratumEvent.Difficulty value) {
      onDifficulty(value);
    } else if (event instanceof StratumEvent.Login login) {
      onLogin(login);
    } else if (event instanceof StratumEvent.Agent name) {
      agent = cut(name.agent());
    } else if (event instanceof StratumEvent.Subscribed subscribed) {
      sessionId = subscribed.session() == null ? sessionId : cut(subscribed.session());
      extranonce = subscribed.extranonce() == null ? extranonce : cut(subscribed.extranonce());
      rigs.onSubscribed(subscribed);
    } else {
      onOther(event);
    }
  }

  /**
   * Takes the pool that names or addresses lead to by now, if any; what the session itself says comes first.
   *
   * @param host the name for which DNS told the miner where to go
   */
  public void onListed(@Nullable String poolName, @Nullable String host) {
    listedPool = poolName;
    toldHost = host;
  }

  private void onOther(StratumEvent event) {
    if (event instanceof StratumEvent.Redirect redirect) {
      addText(redirects, (redirect.host() == null ? "" : redirect.host()) + (redirect.port() == null ? "" : ":" + redirect.port()));
    } else if (event instanceof StratumEvent.ServerMessage message) {
      addText(serverMessages, message.text());
    } else if (event instanceof StratumEvent.HashrateClaim claim) {
      claimedHashrate = claim.hashesPerSecond();
    } else if (event instanceof StratumEvent.Coinbase coinbase) {
      onCoinbase(coinbase);
    } else if (event instanceof StratumEvent.Endpoint endpoint) {
      poolHost = cut(endpoint.host());
      poolPort = endpoint.port();
    } else if (event instanceof StratumEvent.Uncounted) {
      isUncounted = true;
    } else if (event instanceof StratumEvent.Extranonce other) {
      extranonce = other.extranonce() == null ? extranonce : cut(other.extranonce());
    } else if (event instanceof StratumEvent.Channels open) {
      rigs.onChannels(open);
    } else if (event instanceof StratumEvent.Form form) {
      algorithm = form.algorithm() == null ? algorithm : cut(form.algorithm());
      personalization = form.personalization() == null ? personalization : cut(form.personalization());
      form.coins().forEach(coin -> addText(formCoins, coin));
    }
  }

  private void onDifficulty(StratumEvent.Difficulty value) {
    if (!Double.isNaN(difficulty) && value.isHashes() != isDifficultyInHashes) {
      submitted.forgetDifficulties();
      accepted.forgetDifficulties();
      hourly = null;
    }
    if (!(value.difficulty() < difficulty * MUCH_HARDER)) {
      streamTime.onHarder();
    }
    difficulty = value.difficulty();
    isDifficultyInHashes = value.isHashes();
  }

  private void onCoinbase(StratumEvent.Coinbase coinbase) {
    if (pool == null && coinbases < MAX_COINBASES) {
      coinbases++;
      pool = coinbaseTags.poolOf(coinbase.first(), coinbase.second());
    }
  }

  private void onJob(StratumEvent.Job job) {
    jobs++;
    algorithm = job.algorithm() == null ? algorithm : cut(job.algorithm());
    networkDifficulty = Double.isNaN(job.networkDifficulty()) ? networkDifficulty : job.networkDifficulty();
  }

  private void onShareAnswer(StratumEvent.ShareAnswer answer) {
    if (answer.isAccepted()) {
      accepted.add(answer.difficulty());
    } else {
      rejected++;
    }
  }

  private void onLogin(StratumEvent.Login login) {
    addUser(login.user());
    rig = login.rig() == null ? rig : cut(login.rig());
    String named = login.rig();
    if (login.password() != null) {
      Password said = Password.of(cut(login.password()));
      password = password.isEmpty() ? said : password;
      said.options().forEach(option -> addText(passwordOptions, option));
      named = named == null ? said.worker() : named;
    }
    rigs.onLogin(login.user(), named);
  }

  private void addUser(@Nullable String user) {
    if (user != null && !user.isEmpty() && users.size() < MAX_USERS) {
      users.add(cut(user));
    }
  }

  private static void addText(Set<String> texts, String text) {
    if (texts.size() < MAX_TEXTS && !text.isEmpty()) {
      texts.add(cut(text));
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS);
  }

  /** True if the agent names known mining software. */
  public boolean hasKnownAgent() {
    return agent != null && agents.match(agent) != null;
  }

  /** Who and for whom. */
  public Finding.Dialogue dialogue(@Nullable String dialectId) {
    Agents.Agent known = agent == null ? null : agents.match(agent);
    String deviceClass = known != null ? known.deviceClass() : dialectId == null ? null : DEVICE_CLASSES.get(dialectId);
    Identity identity = users.isEmpty() ? null : Identity.of(users.iterator().next(), rig, password, coins, dialectId);
    boolean isProxy = "proxy".equals(deviceClass) || users.size() >= MIN_PROXY_USERS;
    return new Finding.Dialogue(dialectId, isProxy ? "proxy" : "miner", identity, List.copyOf(users),
        List.copyOf(passwordOptions), agent, deviceClass, known == null || agent == null ? null : known.modelIn(agent), sessionId,
        extranonce, List.copyOf(redirects), List.copyOf(serverMessages),
        new Finding.Pool(pool == null ? listedPool : pool, poolHost == null ? toldHost : poolHost, poolPort));
  }

  /**
   * What and how fast.
   *
   * @param isMinerSeen whether the miner's side was captured and could be read; what only it tells is unknown otherwise
   * @param isPoolSeen the same of the pool's side
   */
  public Finding.Work work(Finding.Dialogue dialogue, Finding.Connection connection, boolean isMinerSeen, boolean isPoolSeen) {
    String dialectId = String.valueOf(dialogue.dialect());
    Coins.Answer coin = coins.answer(question(dialectId, dialogue.identity(), connection.firstSeenMicros()));
    List<Pause> pauses = streamTime.pauses(connection.firstSeenMicros(), connection.lastSeenMicros());
    double seconds = (connection.lastSeenMicros() - connection.firstSeenMicros() - Pause.micros(pauses)) / 1e6;
    double hashesPerDifficulty = isDifficultyInHashes ? 1 : dialectFacts.hashesPerDifficulty(dialectId, coin.algorithm());
    ShareCount counted = isPoolSeen ? accepted : submitted;
    Hashrate hashrate = null;
    if (counted.count() > 0 && seconds >= MIN_SECONDS && Double.isFinite(counted.difficulty() * hashesPerDifficulty)) {
      hashrate = Hashrate.ofShares(counted.difficulty() * hashesPerDifficulty, (double) counted.count(), seconds);
    }
    Hashrate claimed = Double.isNaN(claimedHashrate) ? null : new Hashrate(claimedHashrate, claimedHashrate, claimedHashrate, "claim");
    boolean isMinerRead = isMinerSeen && !isUncounted;
    boolean isPoolRead = isPoolSeen && !isUncounted;
    return new Finding.Work(coin.coin(), coin.algorithm(), algorithm, coin.candidates(), isPoolRead ? jobs : null,
        isMinerRead ? submitted.count() : null, isPoolRead && isMinerRead ? accepted.count() : null,
        isPoolRead && isMinerRead ? rejected : null, difficulty, hashrate, claimed,
        machine(dialogue, coin.algorithm(), hashrate, connection.lastSeenMicros(), seconds)
            .with(rigs.sum("proxy".equals(dialogue.deviceClass())), new Finding.Pace(pauses, hourly(hashesPerDifficulty))));
  }

  private @Nullable HourlyWork hourly(double hashesPerDifficulty) {
    if (hourly == null) {
      return null;
    }
    HourlyWork sum = new HourlyWork();
    sum.addAll(hourly, Double.isNaN(hashesPerDifficulty) ? 1 : hashesPerDifficulty);
    return sum;
  }

  /** The same with the class of device that the hashrate tells where the agent does not. */
  public Finding.Dialogue withDevice(Finding.Dialogue dialogue, Finding.Work work) {
    Hashrate rate = work.hashrate();
    return dialogue.deviceClass() != null || rate == null ? dialogue : dialogue.on(hardware.classOf(work.algorithm(), rate.low()));
  }

  private Finding.Machine machine(Finding.Dialogue dialogue, @Nullable String mined, @Nullable Hashrate rate, long micros, double seconds) {
    double activeSeconds = streamTime.seconds();
    if (rate == null) {
      boolean isModelAtWork = activeSeconds > 0 && dialogue.role().equals("miner");
      return new Finding.Machine(activeSeconds, isModelAtWork ? hardware.powerOf(dialogue.deviceModel(), activeSeconds) : null, List.of());
    }
    boolean isProxy = !dialogue.role().equals("miner");
    String deviceClass = dialogue.deviceClass() == null ? hardware.classOf(mined, rate.low()) : dialogue.deviceClass();
    String contradiction = isProxy ? null : hardware.contradiction(deviceClass, dialogue.deviceModel(), mined, rate.low());
    if (contradiction != null && hardware.isBeyondAny(mined, rate.low())) {
      return new Finding.Machine(activeSeconds, null, List.of(contradiction));
    }
    String trusted = contradiction != null || isProxy ? null : deviceClass;
    return new Finding.Machine(activeSeconds, hardware.powerOf(rate, mined, trusted, contradiction == null ? dialogue.deviceModel() : null,
        micros, seconds), contradiction == null ? List.of() : List.of(contradiction));
  }

  private Coins.Question question(String dialectId, @Nullable Identity identity, long micros) {
    return new Coins.Question(dialectId, micros, identity == null ? null : identity.declaredCoin(),
        identity == null ? null : identity.wallet(), algorithm, personalization, formCoins, dialectFacts.algorithmOf(dialectId),
        networkDifficulty, poolHost);
  }
}
