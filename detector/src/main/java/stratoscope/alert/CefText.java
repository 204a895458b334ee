package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Subscriber;
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
  /** CEF's own bound for most texts is 1023; all of them must fit in a message of syslog. */
  private static final int MAX_VALUE_CHARS = 255;
  /** Where there is no room: sixteen texts of characters that need three bytes each are 3 kB. */
  private static final int MAX_CUT_CHARS = 63;

  private final StringBuilder text = new StringBuilder(1024);
  private final int maxChars;

  private CefText(int maxChars) {
    this.maxChars = maxChars;
  }

  /** The message in UTF-8; if it had more bytes than that, with its texts cut. */
  static byte[] of(Alert alert, AlertSource source, int maxBytes) {
    byte[] whole = write(alert, source, MAX_VALUE_CHARS);
    return whole.length <= maxBytes ? whole : write(alert, source, MAX_CUT_CHARS);
  }

  private static byte[] write(Alert alert, AlertSource source, int maxChars) {
    CefText cef = new CefText(maxChars);
    cef.head(alert, source.version());
    cef.connection(alert, source.sensor());
    cef.holder(alert.finding().holder());
    cef.mining(alert.finding());
    return cef.text.toString().getBytes(UTF_8);
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

  /** Whose the source is. */
  private void holder(Holder holder) {
    custom("flexString1", "Owner", holder.owner().name());
    custom("flexString2", "Account", holder.owner().account());
    Subscriber subscriber = holder.subscriber();
    put("suid", subscriber == null ? null : subscriber.id());
    put("shost", subscriber == null ? null : subscriber.name());
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
      text.append(' ').append(key).append('=').append(valueText(AlertText.cut(value.toString(), maxChars)));
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
