package stratoscope.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.record.JsonTree;

/**
 * Which addresses mine for the same wallet, and which at the same pool, as far as hosts that were added tell. One thread. Bounded in
 * wallets, pools, and addresses of all; what comes beyond is counted in {@link #cut}.
 */
final class Campaigns {
  /** What addresses have in common. */
  enum By {
    WALLET, POOL;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MAX_GROUPS = 50_000;
  /** Over all; some 100 bytes each. */
  private static final int MAX_ADDRESSES = 400_000;
  /** Owners, pools, wallets, coins of one campaign: enough to see what it is. */
  private static final int MAX_NAMES = 64;
  /** Endpoints of pools whose names are remembered. */
  private static final int MAX_NAMED = 20_000;
  private static final String AMBIGUOUS = "";

  /** All addresses of one wallet, or of one pool. */
  static final class Campaign {
    final By by;
    final String id;
    /** Not in order: a pool may have a hundred thousand. */
    final Set<String> addresses = new HashSet<>();
    final Set<String> owners = new TreeSet<>();
    /** Endpoints. */
    final Set<String> pools = new TreeSet<>();
    final Set<String> wallets = new TreeSet<>();
    final Set<String> coins = new TreeSet<>();
    Verdict verdict = Verdict.NONE;
    String from = "9";
    String to = "0";
    /** Of a wallet's addresses, with whatever else these mine for; NaN while unknown. */
    double lowKwh = Double.NaN;
    double highKwh = Double.NaN;

    Campaign(By by, String id) {
      this.by = by;
      this.id = id;
    }

    private void addFacts(Map<String, @Nullable Object> host) {
      keep(owners, JsonTree.text(host, "owner"));
      texts(host, "coins").forEach(coin -> keep(coins, coin));
      for (Verdict found : Verdict.values()) {
        verdict = found.label().equals(host.get("verdict")) && found.compareTo(verdict) > 0 ? found : verdict;
      }
      addTimes(String.valueOf(host.get("first_seen")), String.valueOf(host.get("last_seen")));
      if (by == By.WALLET) { // of a pool a host may have several endpoints, and all of them the whole energy
        addEnergy(JsonTree.number(host, "energy_kwh", "low"), JsonTree.number(host, "energy_kwh", "high"));
      }
    }

    private void addTimes(String first, String last) {
      from = first.compareTo(from) < 0 ? first : from;
      to = last.compareTo(to) > 0 ? last : to;
    }

    private void addEnergy(double low, double high) {
      if (!Double.isNaN(low)) {
        lowKwh = (Double.isNaN(lowKwh) ? 0 : lowKwh) + low;
        highKwh = (Double.isNaN(highKwh) ? 0 : highKwh) + high;
      }
    }

    /** Takes over those of another endpoint. */
    private void add(Campaign other) {
      addresses.addAll(other.addresses);
      other.owners.forEach(owner -> keep(owners, owner));
      other.pools.forEach(pool -> keep(pools, pool));
      other.wallets.forEach(wallet -> keep(wallets, wallet));
      other.coins.forEach(coin -> keep(coins, coin));
      verdict = other.verdict.compareTo(verdict) > 0 ? other.verdict : verdict;
      addTimes(other.from, other.to);
    }

    /** As it is told, with all addresses. */
    Map<String, @Nullable Object> facts() {
      return facts(Integer.MAX_VALUE);
    }

    /** The same with so many addresses at most. */
    Map<String, @Nullable Object> facts(int maxAddresses) {
      Map<String, @Nullable Object> facts = new LinkedHashMap<>();
      facts.put("event_type", "campaign");
      facts.put("by", by.label());
      facts.put("id", id);
      facts.put("address_count", (long) addresses.size());
      facts.put("addresses", addresses.stream().sorted().limit(maxAddresses).toList());
      facts.put("owners", List.copyOf(owners));
      facts.put("pools", List.copyOf(pools));
      facts.put("wallets", List.copyOf(wallets));
      facts.put("coins", List.copyOf(coins));
      facts.put("verdict", verdict.label());
      facts.put("first_seen", from);
      facts.put("last_seen", to);
      facts.put("kwh_low", Double.isNaN(lowKwh) ? null : (Double) lowKwh);
      facts.put("kwh_high", Double.isNaN(highKwh) ? null : (Double) highKwh);
      return facts;
    }
  }

  private final Map<String, Campaign> byWallet = new HashMap<>();
  private final Map<String, Campaign> byEndpoint = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private int kept;
  private long cut;

  private static void keep(Set<String> names, @Nullable String name) {
    if (name != null && names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  private static List<String> texts(Map<String, @Nullable Object> host, String name) {
    return host.get(name) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /**
   * Learns what a pool is called.
   *
   * @param endpoint as in the pools of a host
   */
  void name(String endpoint, @Nullable String name) {
    if (name != null && (names.size() < MAX_NAMED || names.containsKey(endpoint))) {
      names.merge(endpoint, name, (old, other) -> old.equals(other) ? old : AMBIGUOUS); // a proxy leads to several
    }
  }

  /** Adds a host, as a record tells it. */
  void add(Map<String, @Nullable Object> host) {
    List<String> wallets = texts(host, "wallets");
    List<String> pools = texts(host, "pools");
    for (String wallet : wallets) {
      add(byWallet, By.WALLET, wallet, host, pools, List.of(wallet));
    }
    for (String pool : pools) {
      add(byEndpoint, By.POOL, pool, host, List.of(pool), wallets);
    }
  }

  private void add(Map<String, Campaign> groups, By by, String id, Map<String, @Nullable Object> host, List<String> pools,
      List<String> wallets) {
    Campaign campaign = groups.get(id);
    if (campaign == null && groups.size() < MAX_GROUPS) {
      campaign = new Campaign(by, id);
      groups.put(id, campaign);
    }
    String ip = String.valueOf(host.get("ip"));
    if (campaign == null || (kept >= MAX_ADDRESSES && !campaign.addresses.contains(ip))) {
      cut++;
      return;
    }
    kept += campaign.addresses.add(ip) ? 1 : 0;
    campaign.addFacts(host);
    for (String pool : pools) {
      keep(campaign.pools, pool);
    }
    for (String wallet : wallets) {
      keep(campaign.wallets, wallet);
    }
  }

  /** Those of one kind, the ones with most addresses first. */
  List<Campaign> of(By by) {
    List<Campaign> campaigns = new ArrayList<>(by == By.WALLET ? byWallet.values() : pools());
    campaigns.sort(Comparator.comparingInt((Campaign campaign) -> campaign.addresses.size()).reversed()
        .thenComparing(campaign -> campaign.id));
    return campaigns;
  }

  /** Endpoints of one name are one pool. */
  private Collection<Campaign> pools() {
    Map<String, Campaign> pools = new HashMap<>();
    byEndpoint.forEach((endpoint, campaign) -> {
      String name = names.getOrDefault(endpoint, AMBIGUOUS);
      pools.computeIfAbsent(name.equals(AMBIGUOUS) ? endpoint : name, id -> new Campaign(By.POOL, id)).add(campaign);
    });
    return pools.values();
  }

  /** How often an address could not be kept with its wallet, or its pool. */
  long cut() {
    return cut;
  }
}
