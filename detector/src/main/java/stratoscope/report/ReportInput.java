package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;
import stratoscope.names.AddressRange;
import stratoscope.record.IdentityMask;
import stratoscope.record.JsonRecords;
import stratoscope.record.JsonTree;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.HostStay;
import stratoscope.record.store.HostsAhead;
import stratoscope.record.store.StoreException;

/**
 * The records that a report is made from: hosts, each with its first sessions, as JSON. One thread. Bounded: {@value #MAX_SESSIONS}
 * sessions are kept, and of one host {@value #MAX_SESSIONS_OF_A_HOST}; the others are counted.
 */
public final class ReportInput {
  private static final int MAX_SESSIONS = 10_000;
  private static final int MAX_SESSIONS_OF_A_HOST = 20;
  /** Hosts of a store that are read before they are needed; some 10 kB each. */
  private static final int MAX_AHEAD = 1024;
  /** In every record of a session. */
  private static final String MINING = "\"event_type\":\"mining\"";
  private static final Set<String> OF_A_SESSION = Set.of("first_seen", "last_seen", "verdict", "score", "dialect", "coin",
      "coin_candidates", "algorithm", "wallet", "worker", "agent", "device_class", "device_model", "shares", "difficulty", "hashrate",
      "claimed_hashrate", "active_seconds", "power_watts", "contradictions", "pool", "pool_host", "sides_seen", "evidence", "evidence_file",
      "evidence_sha256");

  /**
   * Which hosts to report; null for any.
   *
   * @param owner whole name, or an address, or a customer as {@link stratoscope.inventory.Holder#customer} has it
   * @param from first and last moment, as in records
   */
  public record Wanted(@Nullable String owner, @Nullable String region, @Nullable String from, @Nullable String to) {
    boolean holds(Map<String, @Nullable Object> host) {
      return (owner == null || owner.equals(host.get("owner")) || owner.equals(host.get("ip")) || owner.equals(HostStay.customerOf(host)))
          && (region == null || region.equals(host.get("region"))) && isInTime(host);
    }

    /** False of a session whose record says that it is another's, or of another time or region. */
    boolean mayHold(@Nullable Object ip, Map<?, ?> mining) {
      return mayBeOwners(ip, mining)
          && (region == null || mining.get("region") == null || region.equals(mining.get("region"))) && isInTime(mining);
    }

    private boolean isInTime(Map<?, ?> stay) {
      return (from == null || String.valueOf(stay.get("last_seen")).compareTo(from) >= 0)
          && (to == null || String.valueOf(stay.get("first_seen")).compareTo(to) < 0);
    }

    private boolean mayBeOwners(@Nullable Object ip, Map<?, ?> mining) {
      if (owner == null || owner.equals(ip)) {
        return true;
      }
      String customer = HostStay.customerOf(mining);
      return customer.isEmpty() ? AddressRange.addressOrNull(owner) == null
          : owner.equals(customer) || owner.equals(mining.get("owner"));
    }
  }

  /**
   * A file that was read.
   *
   * @param madeBy what its records rest on, as its last record says; empty if none does
   */
  record Source(String name, long records, String sha256, Map<String, @Nullable Object> madeBy) {}

  /** A host, and the first of its sessions, as JSON; each session with the hash of its record. */
  record Host(String json, List<String> sessions) {
    Map<String, @Nullable Object> facts() throws IOException {
      return JsonTree.parse(json);
    }
  }

  /** What a record says of its host. */
  @FunctionalInterface
  private interface Stay {
    Map<String, @Nullable Object> facts() throws IOException;
  }

  /**
   * A session of some address, as JSON.
   *
   * @param customer who had the address; empty if its record does not say
   */
  private record Session(String customer, String since, String json) {}

  /**
   * A time for which an address was watched, and what its customer did at all times.
   *
   * @param rank the surer the higher
   * @param host null if it is not wanted
   */
  private record Placed(String ip, String customer, String since, int rank, double activeSeconds, @Nullable Host host) {}

  /** Of a session that may be told of again: where it is among those of its address, and when that was told. */
  private record OpenSession(int place, String told) {}

  private final Wanted wanted;
  private final @Nullable IdentityMask mask;
  private final CaseFile cases;
  private final Campaigns campaigns = new Campaigns();
  private final List<Source> sources = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private final ReportSums sums = new ReportSums();
  /** By address: what is known of its sessions, and whose they may be. */
  private final Map<String, List<Session>> sessions = new HashMap<>();
  private final Map<String, List<Placed>> hostsOfSessions = new HashMap<>();
  /** Addresses that several customers had. */
  private final Set<String> shared = new HashSet<>();
  private final ToldStays<Stay> stays = new ToldStays<>((stay, held) -> stay);
  private final Map<String, OpenSession> openSessions = new HashMap<>();
  /** Of those that are kept. */
  private final Set<String> endedSessions = new HashSet<>();
  /** Of the file that is being read. */
  private final Map<String, @Nullable Object> madeBy = new LinkedHashMap<>();
  private boolean isOfScan;
  private int kept;
  /** The same by address and customer. */
  private final Map<String, Integer> keptOfHosts = new HashMap<>();

  /**
   * Without records.
   *
   * @param mask null to show identities
   * @param cases what became of them
   */
  public ReportInput(Wanted wanted, @Nullable IdentityMask mask, CaseFile cases) {
    this.wanted = wanted;
    this.mask = mask;
    this.cases = cases;
  }

  /**
   * Reads what {@code scan -f json} wrote. Hosts are counted by {@link #end()}, since files may tell of the same.
   *
   * @throws IOException if it can't be read; the message says where and why
   */
  public void read(InputStream in, String name) throws IOException {
    MessageDigest digest = sha256();
    long line = 0;
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(new DigestInputStream(in, digest), UTF_8))) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        if (!text.isBlank()) {
          onLine(text, name + ":" + line);
        }
      }
    }
    JsonRecords.check(isOfScan, name);
    isOfScan = false;
    addSource(name, line, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Reads the hosts of a store, and the last sessions of those that are surest and mined longest. The hash of the source is that of the
   * store's last record, which those before it can't be changed without.
   *
   * @throws StoreException if it can't be read
   * @throws IOException if it holds what is no record; the message says where
   */
  public void read(AccessStore store, String name) throws IOException, StoreException {
    AccessStore.Link head = store.freeze();
    List<Placed> ranked = new ArrayList<>();
    String[] ip = {null};
    try (HostsAhead<Map<String, @Nullable Object>> hosts = new HostsAhead<>(store, name, MAX_AHEAD, JsonTree::parse)) {
      hosts.forEach(record -> {
        Map<String, @Nullable Object> host = host(record);
        HostStay.ofTree(host).check(name);
        if (ip[0] != null && !ip[0].equals(host.get("ip"))) {
          ranked.addAll(addHosts(ip[0]));
        }
        ip[0] = stays.add(record, () -> host);
      });
    }
    if (ip[0] != null) {
      ranked.addAll(addHosts(ip[0]));
    }
    ranked.sort(Comparator.comparingInt(Placed::rank).thenComparingDouble(Placed::activeSeconds).reversed());
    Iterator<String> addresses = ranked.stream().filter(host -> host.host != null).map(Placed::ip).distinct().iterator();
    store.readSessions(() -> new Iterator<>() {
      @Override
      public boolean hasNext() {
        return kept < MAX_SESSIONS && addresses.hasNext();
      }

      @Override
      public String next() {
        return addresses.next();
      }
    }, shared::contains, Objects.requireNonNullElse(wanted.from, ""), Objects.requireNonNullElse(wanted.to, "9"),
        MAX_SESSIONS_OF_A_HOST, (number, line, hash) -> onLine(line, name + ": record " + number));
    ranked.forEach(this::place);
    addSource(name, head.number(), head.hash());
  }

  /** Takes note of whose sessions may be, if any are known. */
  private void place(Placed host) {
    if (sessions.containsKey(host.ip)) {
      hostsOfSessions.computeIfAbsent(host.ip, first -> new ArrayList<>(1)).add(host);
    }
  }

  private void addSource(String name, long records, String hash) {
    sources.add(new Source(mask == null ? name : mask.fileName(name), records, hash,
        mask == null ? new LinkedHashMap<>(madeBy) : mask.masked(madeBy)));
    madeBy.clear();
  }

  private void onLine(String text, String where) throws IOException {
    if (kept >= MAX_SESSIONS && openSessions.isEmpty() && text.contains(MINING)) {
      isOfScan = true;
      return;
    }
    Map<String, @Nullable Object> record = parse(text, where);
    isOfScan |= JsonRecords.isRecord(record);
    if (record.get("host") instanceof Map<?, ?>) {
      Map<String, @Nullable Object> host = host(record);
      HostStay.ofTree(host).check(where);
      stays.add(record, () -> host(JsonTree.parse(text)));
    } else if (record.get("mining") instanceof Map<?, ?> mining && wanted.mayHold(record.get("src_ip"), mining)) {
      onSession(record, mining, text);
    } else if (JsonTree.at(record, "stats", "made_by") instanceof Map<?, ?> by) {
      by.forEach((key, value) -> madeBy.put(String.valueOf(key), value));
    }
  }

  /** Adds the hosts that files told of, each once, and gives all hosts their sessions; to be called when all is read. */
  public void end() throws IOException {
    for (String ip : stays.hosts()) {
      addHosts(ip).forEach(this::place);
    }
    hostsOfSessions.forEach((ip, hosts) -> {
      hosts.sort(Comparator.comparing(Placed::since));
      for (Session session : sessions.getOrDefault(ip, List.of())) {
        Placed whose = whose(hosts, session);
        if (whose.host != null) {
          whose.host.sessions.add(session.json);
        }
      }
    });
    sessions.clear();
    hostsOfSessions.clear();
  }

  /** The last that began before the session, of its customer if there is one. */
  private static Placed whose(List<Placed> hosts, Session session) {
    List<Placed> own = hosts.stream().filter(host -> host.customer.equals(session.customer)).toList();
    List<Placed> candidates = own.isEmpty() ? hosts : own;
    Placed whose = candidates.get(0);
    for (Placed host : candidates) {
      whose = host.since.compareTo(session.since) <= 0 ? host : whose;
    }
    return whose;
  }

  /** Adds what an address did: apart for each of its customers, since what one did is not the doing of the next. */
  private List<Placed> addHosts(String ip) throws IOException {
    List<Placed> placed = new ArrayList<>(1);
    Map<String, List<Map<String, @Nullable Object>>> ofCustomers = new LinkedHashMap<>();
    for (Stay stay : stays.take(ip)) {
      Map<String, @Nullable Object> facts = stay.facts();
      if (wanted.holds(facts)) {
        ofCustomers.computeIfAbsent(HostStay.customerOf(facts), first -> new ArrayList<>(1)).add(facts);
      } else {
        placed.add(new Placed(ip, HostStay.customerOf(facts), since(facts), -1, 0, null));
      }
    }
    Set<String> customers = new HashSet<>(ofCustomers.keySet());
    placed.forEach(unwanted -> customers.add(unwanted.customer));
    if (customers.size() > 1) {
      shared.add(ip);
    }
    for (Map.Entry<String, List<Map<String, @Nullable Object>>> customer : ofCustomers.entrySet()) {
      List<Map<String, @Nullable Object>> facts = customer.getValue();
      List<String> since = facts.stream().map(ReportInput::since).toList();
      Map<String, @Nullable Object> sum = HostStays.sum(facts);
      Host host = add(sum);
      double activeSeconds = JsonTree.number(sum, "active_seconds");
      since.forEach(each -> placed.add(new Placed(ip, customer.getKey(), each, HostStays.rank(sum), activeSeconds, host)));
    }
    return placed;
  }

  private static String since(Map<String, @Nullable Object> facts) {
    return String.valueOf(facts.get("first_seen"));
  }

  private static Map<String, @Nullable Object> parse(String text, String where) throws IOException {
    try {
      return JsonTree.parse(text);
    } catch (IOException e) {
      throw new IOException(where + ": " + e.getMessage() + ": is it what 'scan -f json' wrote?", e);
    }
  }

  /** The very object that the record holds. */
  @SuppressWarnings("unchecked") // an object of JsonTree is such a map
  private static Map<String, @Nullable Object> host(Map<String, @Nullable Object> record) {
    return record.get("host") instanceof Map<?, ?> found ? (Map<String, @Nullable Object>) found : new LinkedHashMap<>();
  }

  private Host add(Map<String, @Nullable Object> facts) throws IOException {
    Map<String, @Nullable Object> shown = mask == null ? facts : mask.masked(facts);
    boolean isCounted = addCase(facts, shown);
    sums.add(shown);
    if (isCounted) {
      campaigns.add(shown);
    }
    Host host = new Host(JsonTree.toJson(shown), new ArrayList<>(0));
    hosts.add(host);
    return host;
  }

  /** Says what became of a host's case; false if it was no case, so that it is not counted. */
  private boolean addCase(Map<String, @Nullable Object> host, Map<String, @Nullable Object> shown) {
    CaseFile.Status status = cases.of(HostStay.customerOf(host), JsonTree.text(host, "owner"), String.valueOf(host.get("ip")));
    if (status == null) {
      return true;
    }
    String lastSeen = JsonTree.text(host, "last_seen");
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("status", status.state().label());
    told.put("date", status.date());
    told.put("note", mask == null ? status.note() : null);
    told.put("mined_since", lastSeen != null && lastSeen.substring(0, Math.min(10, lastSeen.length())).compareTo(status.date()) > 0);
    shown.put("case", told);
    return status.state() != CaseFile.State.FALSE_ALARM;
  }

  private void onSession(Map<String, @Nullable Object> record, Map<?, ?> mining, String text) throws IOException {
    List<Session> ofAddress = sessions.computeIfAbsent(String.valueOf(record.get("src_ip")), ip -> new ArrayList<>(2));
    String id = record.get("src_ip") + " " + record.get("flow_id") + " " + mining.get("first_seen");
    String told = String.valueOf(record.get("timestamp"));
    OpenSession before = openSessions.get(id);
    String customer = HostStay.customerOf(mining);
    String host = record.get("src_ip") + " " + customer;
    if (before == null ? kept >= MAX_SESSIONS || keptOfHosts.getOrDefault(host, 0) >= MAX_SESSIONS_OF_A_HOST || endedSessions.contains(id)
        : told.compareTo(before.told) < 0) {
      return;
    }
    String pool = JsonTree.text(mining, "pool");
    String asked = "dns".equals(record.get("app_proto")) ? JsonTree.text(mining, "pool_host") : null;
    campaigns.name(asked == null ? endpoint(record) : asked, pool == null ? JsonTree.text(mining, "pool_host") : pool);
    String hash = HexFormat.of().formatHex(sha256().digest(text.getBytes(UTF_8)));
    Map<String, @Nullable Object> session = new LinkedHashMap<>();
    for (String name : new String[] {"dest_ip", "dest_port", "src_port", "in_iface", "pcap_filename"}) {
      session.put(name, record.get(name));
    }
    if (mask != null && record.get("pcap_filename") instanceof String capture) {
      session.put("pcap_filename", mask.fileName(capture));
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    mining.forEach((key, value) -> shown.put(String.valueOf(key), value));
    (mask == null ? shown : mask.masked(shown)).forEach((key, value) -> {
      if (OF_A_SESSION.contains(key)) {
        session.put(key, value);
      }
    });
    session.put("sha256", hash);
    if (before == null) {
      ofAddress.add(new Session("", "", ""));
      kept++;
      keptOfHosts.merge(host, 1, Integer::sum);
    }
    int place = before == null ? ofAddress.size() - 1 : before.place;
    ofAddress.set(place, new Session(customer, String.valueOf(mining.get("first_seen")), JsonTree.toJson(session)));
    if ("open".equals(mining.get("state"))) {
      openSessions.put(id, new OpenSession(place, told));
    } else {
      openSessions.remove(id);
      endedSessions.add(id);
    }
  }

  /** Where a session leads to, as hosts write it. */
  static String endpoint(Map<String, @Nullable Object> record) {
    return endpoint(String.valueOf(record.get("dest_ip")), record.get("dest_port"));
  }

  /** An address with its port, if that is known. */
  static String endpoint(String ip, @Nullable Object port) {
    return port == null ? ip : (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + port;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  List<Source> sources() {
    return sources;
  }

  ReportSums sums() {
    return sums;
  }

  Campaigns campaigns() {
    return campaigns;
  }

  List<Host> hosts() {
    return hosts;
  }

  /** Whether addresses have several hosts, each of a customer. */
  boolean isShared() {
    return hosts.size() > 1 && !shared.isEmpty();
  }

  /** How many hosts there are to report. */
  public int size() {
    return hosts.size();
  }

  boolean isMasked() {
    return mask != null;
  }
}
