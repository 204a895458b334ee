package stratoscope.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A recorded TLS connection as lines of a capture script, so that it can be put behind what a proxy is told, cut, delayed, and kept. One
 * record is one write.
 *
 * <pre>
 * String script = TlsScript.flow("192.0.2.10:41000", "198.51.100.20:14433") + new TlsScript(tls).lines() + "fin client\n";
 * </pre>
 */
public final class TlsScript {
  private static final int WEBSOCKET_SHORT = 125;
  private static final int HEADER_BYTES = 5;
  private static final int APPLICATION_DATA = 23;
  private static final String BINARY = "82";
  private static final String UNMASKING = "00000000";

  private final RecordedTls tls;
  private boolean isInWebSocket;
  private boolean isEnding = true;
  private boolean isFilled;

  public TlsScript(RecordedTls tls) {
    this.tls = tls;
  }

  /** Puts each record into a binary message of WebSocket, the client's masked with zeros. */
  public TlsScript inWebSocket() {
    isInWebSocket = true;
    return this;
  }

  /** Leaves out what comes behind the script: the sensor is taken away before the connection ends. */
  public TlsScript withoutEnd() {
    isEnding = false;
    return this;
  }

  /** Writes what is encrypted as digits that the script's interpreter makes up, so that scripts stay short. */
  public TlsScript filled() {
    isFilled = true;
    return this;
  }

  /**
   * Prints a connection of a Monero miner as a part of a script: {@code VERSION SERVER-NAME KEY-HOST SECONDS SEED [PROTOCOL…]}, a dash for
   * no server name, a plus in front of the key's host for one that signs itself.
   */
  public static void main(String[] arguments) {
    String host = arguments[2];
    TlsKeys keys = host.startsWith("+") ? TlsKeys.selfSigned(host.substring(1)) : TlsKeys.chain(host);
    TlsOptions options = new TlsOptions(arguments[0], arguments[1].equals("-") ? "" : arguments[1],
        Arrays.asList(arguments).subList(5, arguments.length), 0);
    RecordedTls tls = RecordedTls.session(new TlsPeers(keys), options,
        MoneroTalk.ofSeconds(Double.parseDouble(arguments[3]), Long.parseLong(arguments[4])));
    System.out.print(new TlsScript(tls).withoutEnd().filled().lines());
  }

  /** The line that opens a connection, with options of the script's format behind the server. */
  public static String flow(String client, String server) {
    return "flow " + client + " > " + server + "\n";
  }

  /** What is sent, at the recorded times counted from here. */
  public String lines() {
    StringBuilder lines = new StringBuilder();
    long micros = 0;
    List<RecordedTls.Sent> sent = isEnding ? tls.records() : withoutLast(tls.records());
    for (RecordedTls.Sent record : sent) {
      if (record.micros() > micros) {
        lines.append(String.format(Locale.ROOT, "wait %.3fs%n", (record.micros() - micros) / 1e6));
        micros = record.micros();
      }
      String hex = isFilled && record.bytes()[0] == APPLICATION_DATA ? filled(record.bytes(), lines.length())
          : HexFormat.of().formatHex(record.bytes());
      lines.append(record.isByClient() ? "C= " : "S= ").append(isInWebSocket ? framed(record, hex) : hex).append('\n');
    }
    return lines.toString();
  }

  private static String filled(byte[] record, int seed) {
    return HexFormat.of().formatHex(record, 0, HEADER_BYTES) + "${hex " + 2 * (record.length - HEADER_BYTES) + " " + seed + "}";
  }

  /** Without the records at the end that belong to no time of the script. */
  private static List<RecordedTls.Sent> withoutLast(List<RecordedTls.Sent> records) {
    List<RecordedTls.Sent> kept = new ArrayList<>(records);
    while (kept.size() > 1 && kept.get(kept.size() - 1).micros() < 0) {
      kept.remove(kept.size() - 1);
    }
    return kept;
  }

  private static String framed(RecordedTls.Sent record, String hex) {
    int length = record.bytes().length;
    int mask = record.isByClient() ? 0x80 : 0;
    String head = length <= WEBSOCKET_SHORT ? String.format(Locale.ROOT, "%02x", mask | length)
        : String.format(Locale.ROOT, "%02x%04x", mask | 126, length);
    return BINARY + head + (record.isByClient() ? UNMASKING : "") + hex;
  }
}
