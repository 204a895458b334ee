package stratoscope.testing;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import stratoscope.names.AddressRange;
import stratoscope.names.HostName;

/**
 * Writes {@code rules/pools/names.csv} and {@code rules/pools/addresses.csv} anew from lists of others: endpoints, web sites and nodes of
 * AdamYoung71/mining-pool-domain-intel, and maltrail's list of mining hosts. Merges and normalises; leaves out private addresses, hosting,
 * nodes, dead coins and hosts that hand out no work; tells web sites from pools. Nothing needs it to build or run; its arguments are the
 * folder of the lists and Mozilla's list of public suffixes.
 */
public final class MakePoolDirectory {
  static final String HEADER = "indicator,ports,kind,pool,coins,confidence,first_seen,last_seen,expires,source";
  private static final String INTEL = "mining-pool-domain-intel";
  private static final String MALTRAIL = "maltrail";
  private static final String MALTRAIL_DAY = "2026-08-23";
  private static final String POOL = "pool";
  private static final String SITE = "pool-website";
  private static final String BOTH = "pool;pool-website";

  private final PublicSuffixes suffixes;
  private final Set<String> nodes = new HashSet<>();
  private final Set<String> sites = new HashSet<>();
  /** What another file has already. */
  private final Set<String> curated = new HashSet<>();
  /** By indicator and coin. */
  private final Map<String, PoolRow> rows = new TreeMap<>();
  private final Map<String, PoolRow> addresses = new TreeMap<>();

  MakePoolDirectory(PublicSuffixes suffixes) {
    this.suffixes = suffixes;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: MakePoolDirectory FOLDER PUBLIC_SUFFIX_LIST.DAT");
      System.exit(2);
    }
    Path from = Path.of(arguments[0]);
    MakePoolDirectory maker = new MakePoolDirectory(PublicSuffixes.of(Path.of(arguments[1])));
    maker.addNodes(Files.readString(from.resolve("adamyoung71_blockchain_nodes_NOT_POOLS.csv")));
    maker.addSites(Files.readString(from.resolve("adamyoung71_pool_sites.csv")));
    maker.addEndpoints(Files.readString(from.resolve("adamyoung71_mining_pool_domains.csv")));
    maker.addEndpoints(Files.readString(from.resolve("adamyoung71_site_discovered_pool_domains.csv")));
    maker.addMaltrail(Files.readAllLines(from.resolve("maltrail_crypto_mining.txt")));
    Path folder = MakePcaps.root().resolveSibling("rules/pools");
    maker.addCurated(Files.readString(folder.resolve("curated.csv")));
    Files.writeString(folder.resolve("names.csv"), maker.names());
    Files.writeString(folder.resolve("addresses.csv"), maker.addresses());
  }

  /** What the file that is written by hand has, need not be written again. */
  void addCurated(String csv) {
    for (NamedCsvRecord row : records(csv)) {
      curated.add(row.getField("indicator") + ',' + row.getField("ports") + ',' + row.getField("kind"));
    }
  }

  /** What stands at these addresses and ports are peers of a coin's network. */
  void addNodes(String csv) {
    for (NamedCsvRecord node : records(csv)) {
      nodes.add(node.getField("node_host").toLowerCase(Locale.ROOT) + ' ' + node.getField("port"));
    }
  }

  /** Web sites. A domain that is the operator's own stands for the hosts below it, too. Comes before the endpoints. */
  void addSites(String csv) {
    for (NamedCsvRecord site : records(csv)) {
      sites.add(normalised(site.getField("website_domain")).replaceFirst("^www\\.", ""));
    }
    for (NamedCsvRecord site : records(csv)) {
      String host = normalised(site.getField("website_domain")).replaceFirst("^www\\.", "");
      String domain = suffixes.registrable(host);
      if (host.isEmpty() || suffixes.isSuffix(host) || !PoolHosts.isWork(host)) {
        continue;
      }
      boolean isOwn = host.equals(domain) && suffixes.isFromRegistry(domain) && PoolHosts.isOperators(domain);
      if (isOwn) {
        see(host, POOL, "", site, 2);
        see("=" + host, SITE, "", site, 1);
        see("=www." + host, SITE, "", site, 1);
      } else if (host.equals(domain) && !PoolHosts.isOperators(domain)) {
        continue;
      } else if (PoolHosts.isWebHost(host) || (!PoolHosts.isOperators(domain) && !PoolHosts.isNamedForMining(host))) {
        see("=" + host, SITE, "", site, 2);
      } else {
        see("=" + host, BOTH, "", site, 2);
      }
    }
  }

  /** Hosts to which miners connect. */
  void addEndpoints(String csv) {
    for (NamedCsvRecord endpoint : records(csv)) {
      String host = endpoint.getField("domain").toLowerCase(Locale.ROOT);
      int port = portOf(endpoint.getField("port"));
      String coin = endpoint.getField("coin").toUpperCase(Locale.ROOT).replace("UNKNOWN", "").replaceAll("[^A-Z0-9]", "");
      boolean isKnownCoin = !coin.isEmpty() && coin.length() <= 8;
      if (nodes.contains(host + ' ' + port) || PoolHosts.isDead(coin) || port == 0) {
        continue;
      }
      int doubt = endpoint.getField("confidence").equals("confirmed") ? (isKnownCoin ? 0 : 1) : 2;
      if (AddressRange.isAddressLike(host)) {
        addAddress(host, port, INTEL, endpoint.getField("last_seen"));
      } else if (!normalised(host).isEmpty() && !host.endsWith(".onion") && PoolHosts.isWork(host)) {
        addEndpoint(normalised(host), port, isKnownCoin ? coin : "", endpoint, doubt);
      }
    }
  }

  private void addEndpoint(String host, int port, String coin, NamedCsvRecord endpoint, int doubt) {
    String domain = suffixes.registrable(host);
    if (suffixes.isSuffix(host) || PoolHosts.isWebHost(host) && !host.startsWith("ss.")) {
      return;
    }
    boolean isSite = sites.contains(host);
    PoolRow row = see("=" + host, isSite ? BOTH : POOL, coin, endpoint, doubt);
    row.ports.add(port);
    if (suffixes.isFromRegistry(domain) && PoolHosts.isOperators(domain) && !host.equals(domain)) {
      see(domain, POOL, "", endpoint, 1);
    }
  }

  private PoolRow see(String indicator, String kind, String coin, NamedCsvRecord from, int doubt) {
    String name = from.getField("pool_name").strip();
    boolean isName = !name.equalsIgnoreCase("unknown") && !AddressRange.isAddressLike(name);
    PoolRow row = rows.computeIfAbsent(indicator.replace("=", "") + ' ' + indicator + ' ' + coin, key -> new PoolRow(indicator, kind));
    if (!coin.isEmpty()) {
      row.coins.add(coin);
    }
    return row.seen(INTEL, from.getField("first_seen"), from.getField("last_seen"), doubt, isName ? name : "");
  }

  /** Names, addresses and addresses with ports that malware was seen to mine at; comments name the reports. */
  void addMaltrail(List<String> lines) {
    for (String line : lines) {
      String entry = line.replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT);
      if (entry.isEmpty() || entry.contains("/")) {
        continue;
      }
      if (AddressRange.isAddressLike(entry)) {
        int colon = entry.indexOf(':');
        int port = colon < 0 ? 0 : portOf(entry.substring(colon + 1));
        if (port > 0 && !PoolHosts.isOtherPort(port)) {
          addAddress(entry.substring(0, colon), port, MALTRAIL, MALTRAIL_DAY);
        }
      } else {
        addMaltrailName(normalised(entry));
      }
    }
  }

  private void addMaltrailName(String name) {
    String domain = name.isEmpty() ? "" : suffixes.registrable(name);
    if (name.isEmpty() || suffixes.isSuffix(name) || isKnown(name) || !PoolHosts.isWork(name) || PoolHosts.isWebHost(name)
        || !PoolHosts.isOperators(domain) || !PoolHosts.isNamedForMining(name)) {
      return;
    }
    boolean isDomain = name.equals(domain) && suffixes.isFromRegistry(domain);
    if (isDomain) {
      row(name, POOL).seen(MALTRAIL, MALTRAIL_DAY, MALTRAIL_DAY, 1, "");
      row("=" + name, BOTH).seen(MALTRAIL, MALTRAIL_DAY, MALTRAIL_DAY, 1, "");
      row("=www." + name, SITE).seen(MALTRAIL, MALTRAIL_DAY, MALTRAIL_DAY, 1, "");
    } else {
      row("=" + name, POOL).seen(MALTRAIL, MALTRAIL_DAY, MALTRAIL_DAY, 1, "");
    }
  }

  private boolean isKnown(String name) {
    return rows.values().stream().anyMatch(row -> row.indicator.equals("=" + name) || row.indicator.equals(name));
  }

  private PoolRow row(String indicator, String kind) {
    return rows.computeIfAbsent(indicator.replace("=", "") + ' ' + indicator + ' ', key -> new PoolRow(indicator, kind));
  }

  private void addAddress(String address, int port, String source, String day) {
    if (nodes.contains(address + ' ' + port) || PoolHosts.isFront(address) || !isPublic(address)) {
      return;
    }
    PoolRow row = addresses.computeIfAbsent(address, key -> new PoolRow(key, POOL));
    row.ports.add(port);
    row.seen(source, day, day, 2, "");
  }

  private static boolean isPublic(String address) {
    try {
      return AddressRange.parse(address).isPublic();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int portOf(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 0xFFFF ? Integer.parseInt(text) : 0;
  }

  /** Empty if it is no name. */
  private static String normalised(String name) {
    try {
      return HostName.normalise(name.strip());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static List<NamedCsvRecord> records(String csv) {
    return CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(csv).stream().toList();
  }

  /** The file of names, in the order of the names. */
  String names() {
    return file(rows.values(), 2);
  }

  /** The file of addresses. */
  String addresses() {
    return file(addresses.values(), 1);
  }

  private String file(Collection<PoolRow> all, int yearsToLive) {
    Map<String, PoolRow> different = new LinkedHashMap<>();
    for (PoolRow row : all) {
      boolean isEmptied = removePortsOfCoins(row, all);
      if (!isEmptied && !curated.contains(row.key())) {
        different.computeIfAbsent(row.key(), key -> row).coins.addAll(row.coins);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("# Written by stratoscope.testing.MakePoolDirectory. Schema, sources and licences: ../README.md, sources.yaml");
    lines.add(HEADER);
    different.values().forEach(row -> lines.add(row.csv(yearsToLive)));
    return String.join("\n", lines) + "\n";
  }

  /** Of a row whose coin is not known leaves only the ports that no coin of the same host has. True if none is left. */
  private static boolean removePortsOfCoins(PoolRow row, Collection<PoolRow> all) {
    if (!row.coins.isEmpty() || row.ports.isEmpty()) {
      return false;
    }
    for (PoolRow other : all) {
      if (!other.coins.isEmpty() && other.indicator.equals(row.indicator)) {
        row.ports.removeAll(other.ports);
      }
    }
    return row.ports.isEmpty();
  }
}
