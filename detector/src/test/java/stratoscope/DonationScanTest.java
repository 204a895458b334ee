package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.DnsScript;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;
import stratoscope.testing.TlsScript;

/** Whole scans of visits to the hosts that XMRig gives one minute in a hundred to, and of browser miners' hosts. */
class DonationScanTest {
  private static final String PLAIN_HOST = "donate.v2.xmrig.com";
  private static final String TLS_HOST = "donate.ssl.xmrig.com";
  private static final String ADDRESS = "198.51.100.30";
  private static final double MINUTE = 60;
  private static final TlsPeers PEERS = new TlsPeers(TlsKeys.chain("backend.example"));

  private static String lookUp(int visit) {
    return new DnsScript("192.0.2.10:" + (40_000 + visit), "192.0.2.53:53").udp(PLAIN_HOST, ADDRESS);
  }

  private static String visit(String client, String server, String name, int seconds) {
    TlsOptions options = new TlsOptions("TLSv1.3", name, List.of(), 0);
    return TlsScript.flow(client, server) + new TlsScript(RecordedTls.session(PEERS, options, MoneroTalk.ofSeconds(seconds, 9))).lines()
        + "fin client\n";
  }

  @Test
  void lookUpOfDonationHost_isSuspected() {
    Scan scan = Scan.of(lookUp(1));
    scan.shows("suspected", null, "circumstance-donation");
    assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("XMRig");
    assertThat(scan.only().at("/mining/coin").asText()).isEqualTo("XMR");
  }

  @Test
  void donationHost_calledInTls_isSuspected() {
    Scan.of(visit("192.0.2.10:41000", ADDRESS + ":443", TLS_HOST, 60)).shows("suspected", "encrypted", "circumstance-donation");
  }

  @Test
  void addressThatDnsGaveForDonationHost_isSuspected() {
    Scan scan = Scan.of(lookUp(1) + visit("192.0.2.11:41000", ADDRESS + ":3333", "", 20));
    Scan.shows(scan.by("192.0.2.11"), "suspected", "encrypted", "circumstance-donation", "circumstance-no-server-name");
  }

  @ParameterizedTest
  @ValueSource(ints = {98, 100, 103})
  void lookUps_asFarApartAsXmrigs_areARhythm(int minutes) {
    Scan scan = Scan.of(lookUp(1) + DnsScript.pass(minutes * MINUTE) + lookUp(2));
    scan.shows("suspected", null, "circumstance-donation", "circumstance-donation-rhythm");
    assertThat(scan.only().at("/mining/evidence").findValuesAsText("excerpt")).contains("again after " + minutes + " minutes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 90, 110, 200})
  void lookUps_otherwiseApart_areNone(int minutes) {
    Scan.of(lookUp(1) + DnsScript.pass(minutes * MINUTE) + lookUp(2)).shows("suspected", null, "circumstance-donation");
  }

  @Test
  void visits_ofOneMinuteInTls_areARhythm() {
    Scan.of(visit("192.0.2.10:41000", ADDRESS + ":443", TLS_HOST, 60) + DnsScript.pass(99 * MINUTE)
        + visit("192.0.2.10:41001", ADDRESS + ":443", TLS_HOST, 60))
        .shows("suspected", "encrypted", "circumstance-donation", "circumstance-donation-rhythm");
  }

  @Test
  void visits_ofTwoHosts_areNoRhythm() {
    Scan scan = Scan.of(visit("192.0.2.10:41000", ADDRESS + ":443", TLS_HOST, 60) + DnsScript.pass(99 * MINUTE)
        + visit("192.0.2.11:41001", ADDRESS + ":443", TLS_HOST, 60));
    assertThat(scan.mining).hasSize(2).allSatisfy(found -> Scan.shows(found, "suspected", "encrypted", "circumstance-donation"));
  }

  @Test
  void manyVisits_areNoMoreThanSuspected() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      script.append(lookUp(i)).append(visit("192.0.2.10:" + (41_000 + i), ADDRESS + ":443", TLS_HOST, 60))
          .append(DnsScript.pass(99 * MINUTE));
    }
    Scan scan = Scan.of(script.toString());
    assertThat(scan.mining).isNotEmpty().allSatisfy(found -> assertThat(found.at("/mining/verdict").asText()).isEqualTo("suspected"));
    assertThat(scan.hosts).hasSize(1);
  }

  @Test
  void browserMinersHost_calledByABrowser_isSuspected() {
    TlsOptions browser = TlsOptions.tls13().withServerName("ws1.coinhive.com").withProtocols("http/1.1");
    Scan.of(TlsScript.flow("192.0.2.10:41000", ADDRESS + ":443")
        + new TlsScript(RecordedTls.session(PEERS, browser, MoneroTalk.ofSeconds(20, 9))).lines())
        .shows("suspected", "encrypted", "circumstance-server-name");
  }
}
