package stratoscope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;
import stratoscope.testing.TlsScript;

/** Whole scans of recorded TLS inside HTTP CONNECT, SOCKS and WebSocket. */
class TunnelledTlsScanTest {
  /** Listed as sure. */
  private static final String POOL = "asia-erg.2miners.com";
  private static final String OTHER = "backend.example";
  private static final int BRIEF_SECONDS = 20;
  private static final int LASTING_SECONDS = 600;

  /** What TLS travels in. */
  enum Way {
    CONNECT("[\"tcp\",\"http-connect\",\"tls\"]", "http-connect"),
    SOCKS5("[\"tcp\",\"socks5\",\"tls\"]", "socks5"),
    SOCKS4A("[\"tcp\",\"socks4\",\"tls\"]", "socks4"),
    WEBSOCKET("[\"tcp\",\"websocket\",\"tls\"]", "websocket");

    private final String carriers;
    private final String label;

    Way(String carriers, String label) {
      this.carriers = carriers;
      this.label = label;
    }

    /** What is said in front. */
    private String opening(String target) {
      String name = HexFormat.of().formatHex(target.getBytes(US_ASCII));
      return switch (this) {
        case CONNECT -> "newline crlf\njoin\nC> CONNECT " + target + ":18888 HTTP/1.1\nC> Host: " + target + ":18888\nC>\nend\n"
            + "join\nS> HTTP/1.1 200 Connection established\nS>\nend\n";
        case SOCKS5 -> "C= 050100\nS= 0500\n" + String.format(Locale.ROOT, "C= 05010003%02x%s49c8%n", target.length(), name)
            + "S= 05000001000000000000\n";
        case SOCKS4A -> "C= 040149c80000000100" + name + "00\nS= 005a000000000000\n";
        case WEBSOCKET -> "newline crlf\njoin\nC> GET / HTTP/1.1\nC> Host: " + target + "\nC> Upgrade: websocket\nC> Connection: Upgrade\n"
            + "C> Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nC> Sec-WebSocket-Version: 13\nC>\nend\n"
            + "join\nS> HTTP/1.1 101 Switching Protocols\nS> Upgrade: websocket\nS> Connection: Upgrade\n"
            + "S> Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nS>\nend\n";
      };
    }
  }

  private static String tunnel(Way way, String target, TlsKeys keys, TlsOptions options, int seconds) {
    TlsScript tls = new TlsScript(RecordedTls.session(new TlsPeers(keys), options, MoneroTalk.ofSeconds(seconds, 8)));
    return TlsScript.flow("192.0.2.10:41000", "192.0.2.8:8118") + way.opening(target)
        + (way == Way.WEBSOCKET ? tls.inWebSocket() : tls).lines() + "fin client\n";
  }

  private static String tunnel(Way way, String target, String serverName, int seconds) {
    return tunnel(way, target, TlsKeys.chain(OTHER), TlsOptions.tls13().withServerName(serverName), seconds);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void poolAsked_ofTheCarrier_isSuspected(Way way) {
    Scan scan = Scan.of(tunnel(way, POOL, "", BRIEF_SECONDS));
    scan.shows("suspected", "encrypted", rules("circumstance-server-name", "circumstance-no-server-name"));
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo(way.carriers);
    assertThat(scan.only().at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(scan.only().at("/mining/evidence").findValuesAsText("excerpt")).anyMatch(text -> text.startsWith(way.label + " " + POOL));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void poolAsked_ofTls_isSuspected(Way way) {
    Scan scan = Scan.of(tunnel(way, "192.0.2.99", POOL, BRIEF_SECONDS));
    scan.shows("suspected", "encrypted", rules("circumstance-server-name"));
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo(way.carriers);
    assertThat(scan.only().at("/mining/evidence").findValuesAsText("excerpt")).contains("tls " + POOL);
  }

  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "WEBSOCKET") // whose messages are read whole
  void poolAsked_ofTls_ofWhichTheCaptureHoldsTheFrontAlone_isSuspected(Way way) {
    Scan.of("snaplen 340\n" + tunnel(way, "192.0.2.99", POOL, BRIEF_SECONDS))
        .shows("suspected", "encrypted", rules("circumstance-server-name"));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void poolAsked_withRhythm_isProbable(Way way) {
    Scan scan = Scan.of(tunnel(way, POOL, OTHER, LASTING_SECONDS));
    scan.shows("probable", "encrypted", rules("rhythm-shares", "rhythm-login", "circumstance-server-name"));
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo(way.carriers);
    assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("2Miners");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void certificateOfPool_isSuspected(Way way) {
    Scan.of(tunnel(way, OTHER, TlsKeys.chain(POOL), TlsOptions.tls12(), BRIEF_SECONDS))
        .shows("suspected", "encrypted", rules("circumstance-certificate", "circumstance-no-server-name"));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void foreignNames_withRhythm_areSuspected_andNothingWithout(Way way) {
    Scan.of(tunnel(way, OTHER, OTHER, LASTING_SECONDS)).shows("suspected", "encrypted", "rhythm-shares");
    Scan.of(tunnel(way, OTHER, OTHER, BRIEF_SECONDS)).showsNothing();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void certificateOfPool_behindForeignName_isSuspected_andProbableWithRhythm(Way way) {
    Scan.of(tunnel(way, OTHER, TlsKeys.chain(POOL), TlsOptions.tls12().withServerName(OTHER), BRIEF_SECONDS))
        .shows("suspected", "encrypted", rules("circumstance-certificate"));
    Scan.of(tunnel(way, OTHER, TlsKeys.chain(POOL), TlsOptions.tls12().withServerName(OTHER), LASTING_SECONDS))
        .shows("probable", "encrypted", rules("circumstance-certificate", "rhythm-shares", "rhythm-login"));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void certificateOfAnother_behindForeignName_isNothing(Way way) {
    Scan.of(tunnel(way, OTHER, TlsKeys.chain(OTHER), TlsOptions.tls12().withServerName(OTHER), BRIEF_SECONDS)).showsNothing();
  }

  /** As outside: on the web's port a name that is called tells all, and a missing one is nothing special. */
  @Test
  void portAskedOfTheProxy_isThatOfTheServer() {
    String named = tunnel(Way.CONNECT, OTHER, TlsKeys.chain(POOL), TlsOptions.tls12().withServerName(OTHER), BRIEF_SECONDS);
    Scan.of(named.replace(":18888", ":443")).showsNothing();
    Scan.of(tunnel(Way.CONNECT, OTHER, "", LASTING_SECONDS).replace(":18888", ":443")).shows("suspected", "encrypted", "rhythm-shares");
    Scan.of(tunnel(Way.CONNECT, OTHER, "", LASTING_SECONDS))
        .shows("probable", "encrypted", rules("rhythm-shares", "rhythm-login", "circumstance-no-server-name"));
  }

  /** With the sign that a carrier said where it leads, which weighs nothing. */
  private static String[] rules(String... rules) {
    return Stream.concat(Stream.of("conversation-destination"), Stream.of(rules)).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 40, 200})
  void tunnel_inSmallSegments_showsAsMuch(int segmentBytes) {
    for (Way way : List.of(Way.CONNECT, Way.SOCKS5)) {
      Scan.of("segment " + segmentBytes + "\n" + tunnel(way, POOL, POOL, BRIEF_SECONDS))
          .shows("suspected", "encrypted", rules("circumstance-server-name"));
    }
  }

  @Test
  void tunnel_insideTunnel_showsAsMuch() {
    TlsScript tls = new TlsScript(RecordedTls.session(new TlsPeers(TlsKeys.chain(OTHER)), TlsOptions.tls13().withServerName(POOL),
        MoneroTalk.ofSeconds(BRIEF_SECONDS, 8)));
    Scan scan = Scan.of(TlsScript.flow("192.0.2.10:41000", "192.0.2.8:1080") + Way.SOCKS5.opening("proxy.example")
        + Way.CONNECT.opening("192.0.2.99") + tls.lines());
    scan.shows("suspected", "encrypted", rules("circumstance-server-name"));
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo("[\"tcp\",\"socks5\",\"http-connect\",\"tls\"]");
  }
}
