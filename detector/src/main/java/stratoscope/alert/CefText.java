package stratoscope.alert;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Identity;
import stratoscope.record.CommunityId;

/**
 * An alert in ArcSight's Common Event Format, version 0: a head of eight parts between bars, and members {@code key=value} separated by
 * spaces. In the head {@code \} and {@code |} are escaped, in values {@code \} and {@code =}; line ends become {@code \n} and {@code \r} in
 * values and spaces in the head; other control characters become spaces. Members without a value are left out.
 */
final class CefText {
  /** CEF's own bound for most texts is 1023; eight of them must fit in a message of syslog. */
  private static final int MAX_VALUE_CHARS = 255;

  private final StringBuilder text = new StringBuilder(1024);

  private CefText() {}

  static String of(Alert alert, AlertSource source) {
    CefText cef = new CefText();
    cef.head(alert, source.version());
    cef.connection(alert, source.sensor());
    cef.mining(alert.finding());
    return cef.text.toString();
  }

  private void head(Alert alert, String version) {
    text.append("CEF:0");
    String id = "mining-" + alert.finding().verdict().label();
    for (String part : List.of("Stratoscope", "Stratoscope", version, id, AlertText.signature(alert))) {
      text.append('|').append(headText(part));
    }
    text.append('|').append(AlertText.cefSeverity(alert)).append('|');
  }

  private void connection(Alert alert, String sensor) {
    Finding.Connection c = alert.finding().connection();
    text.append("rt=").append(alert.micros() / 1000);
    put("cat", alert.event().label());
    put("externalId", CommunityId.of(c));
    put("dvchost", sensor);
    put("deviceInboundInterface", c.captureName());
    address("src", "c6a2", "Source IPv6 Address", c.miner());
    put("spt", c.minerPort());
    address("dst", "c6a3", "Destination IPv6 Address", c.pool());
    put("dpt", c.poolPort());
    put("proto", c.isUdp() ? "UDP" : "TCP");
    put("app", alert.finding().speech().application());
    put("start", alert.firstSeenMicros() / 1000);
    put("end", alert.lastSeenMicros() / 1000);
    put("in", c.bytesDown());
    put("out", c.bytesUp());
    custom("cs1", "Dedupe Key", alert.key());
  }

  private void mining(Finding finding) {
    Finding.Dialogue d = finding.dialogue();
    Identity identity = d.identity();
    put("dhost", d.pool().host());
    put("suser", identity == null ? null : identity.user());
    custom("cs2", "Dialect", d.dialect());
    custom("cs3", "Coin", finding.work().coin());
    custom("cs4", "Wallet", identity == null ? null : identity.wallet());
    custom("cs5", "Worker", identity == null ? null : identity.worker());
    custom("cs6", "Evidence", finding.evidence().stream().map(Evidence::rule).map(rule -> rule.id()).distinct()
        .collect(Collectors.joining(",")));
    put("requestClientApplication", d.agent());
    custom("cn1", "Score", String.valueOf(finding.score()));
    custom("cn2", "Accepted Shares", finding.work().accepted() == null ? null : Objects.toString(finding.work().accepted()));
  }

  /** CEF 0 has other keys for IPv6. */
  private void address(String key, String ipv6Key, String ipv6Label, IpAddress address) {
    if (address.isIpv4()) {
      put(key, address.toString());
    } else {
      custom(ipv6Key, ipv6Label, address.toString());
    }
  }

  private void custom(String key, String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      put(key, value);
      put(key + "Label", label);
    }
  }

  private void put(String key, @Nullable Object value) {
    if (value != null) {
      text.append(' ').append(key).append('=').append(valueText(AlertText.cut(value.toString(), MAX_VALUE_CHARS)));
    }
  }

  private static String headText(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '|') {
        escaped.append('\\');
      }
      escaped.append(Character.isISOControl(c) ? ' ' : c);
    }
    return escaped.toString();
  }

  private static String valueText(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '=' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> escaped.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
