package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of pools as they are made from their sources: what is taken, what is left out, what is told apart. */
class MakePoolDirectoryTest {
  private static final String SITES = "pool_name,website_domain,first_seen,last_seen\n";
  private static final String ENDPOINTS = "domain,port,pool_name,coin,confidence,first_seen,last_seen\n";
  private static final String DAYS = ",2026-01-01,2026-02-02\n";

  private final MakePoolDirectory maker = new MakePoolDirectory(new PublicSuffixes(Stream.of("// ===BEGIN ICANN DOMAINS===", "com", "uk",
      "co.uk", "// ===BEGIN PRIVATE DOMAINS===", "ddns.net", "github.io")));

  private static List<String> rows(String csv) {
    return csv.lines().skip(2).map(line -> line.replace(",2026-01-01,2026-02-02,2028-02-02,mining-pool-domain-intel", "")).toList();
  }

  @Test
  void names_ofASite_areItsDomainAndItsWebSite() {
    maker.addSites(SITES + "\"A, B\",www.apool.co.uk" + DAYS);
    assertThat(rows(maker.names())).containsExactlyInAnyOrder("apool.co.uk,,pool,\"A, B\",,candidate",
        "=apool.co.uk,,pool-website,\"A, B\",,likely", "=www.apool.co.uk,,pool-website,\"A, B\",,likely");
  }

  @Test
  void names_ofEndpoints_haveThePortsOfEachCoin() {
    maker.addEndpoints(ENDPOINTS + "EU.Pool.com,3333,P,XMR,confirmed" + DAYS + "eu.pool.com,5555,P,XMR,confirmed" + DAYS
        + "eu.pool.com,3333,P,UNKNOWN,candidate" + DAYS + "eu.pool.com,7777,P,UNKNOWN,candidate" + DAYS);
    assertThat(rows(maker.names())).containsExactlyInAnyOrder("pool.com,,pool,P,,likely", "=eu.pool.com,3333;5555,pool,P,XMR,confirmed",
        "=eu.pool.com,7777,pool,P,,candidate");
  }

  @Test
  void names_ofHosting_areThatHostOnly() {
    maker.addSites(SITES + "P,apool.ddns.net" + DAYS + "Q,github.io" + DAYS + "R,binance.com" + DAYS);
    maker.addEndpoints(ENDPOINTS + "apool.ddns.net,3333,P,RVN,confirmed" + DAYS);
    assertThat(rows(maker.names())).allMatch(row -> row.startsWith("=apool.ddns.net,")).hasSize(2);
  }

  @Test
  void names_ofNodesDeadCoinsAndWebHosts_areLeftOut() {
    maker.addNodes("node_host,port\nnode.pool.com,8333\n");
    maker.addEndpoints(ENDPOINTS + "node.pool.com,8333,P,BTC,confirmed" + DAYS + "a.pool.com,1,P,ETH,confirmed" + DAYS
        + "api.pool.com,1,P,BTC,confirmed" + DAYS + "chia.pool.com,1,P,XCH,confirmed" + DAYS + "x.pool.com,0,P,BTC,confirmed" + DAYS);
    maker.addMaltrail(List.of("seed.pool.com", "mail.pool.com", "movies.com", "donate.xmrig.com", "# only a comment"));
    assertThat(rows(maker.names())).isEmpty();
  }

  @Test
  void names_thatAreCurated_areNotWrittenAgain() {
    maker.addCurated(MakePoolDirectory.HEADER + "\napool.com,,pool,,,,,,,\n");
    maker.addSites(SITES + "P,apool.com" + DAYS);
    assertThat(rows(maker.names())).hasSize(2).noneMatch(row -> row.startsWith("apool.com"));
  }

  @Test
  void addresses_arePublicAndHavePorts() {
    maker.addEndpoints(ENDPOINTS + "0.0.0.0,3333,P,BTC,confirmed" + DAYS + "127.0.0.1,3333,P,BTC,confirmed" + DAYS
        + "198.51.100.1,3333,P,BTC,confirmed" + DAYS);
    maker.addMaltrail(List.of("198.51.100.1:4444", "198.51.100.2", "198.51.100.3:8333", "198.51.100.4:443", "104.31.70.206:10060",
        "http://198.51.100.5", "300.1.1.1:3333", "xmr.evil.com  # report"));
    assertThat(rows(maker.addresses())).singleElement().asString().startsWith(
        "198.51.100.1,3333;4444,pool,,,candidate,2026-02-02,2026-08-23,2027-08-23,");
    assertThat(rows(maker.names())).containsExactly("=xmr.evil.com,,pool,,,likely,2026-08-23,2026-08-23,2028-08-23,maltrail");
  }
}
