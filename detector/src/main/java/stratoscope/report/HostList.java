package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.record.JsonTree;
import stratoscope.record.store.HostStay;

/** Writes the hosts of a report, or its campaigns, as CSV or JSON lines. */
public final class HostList {
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
  /** Whose id stands for all of a customer's leases. */
  private static final String SUBSCRIBER = "subscriber";
  private static final List<String> COLUMNS = List.of("ip", "owner", "nature", "region", "site", "account", SUBSCRIBER, "asn", "verdict",
      "score", "kind", "first_seen", "last_seen", "active_seconds", "sessions", "rigs.low", "rigs.high", "power_watts.low",
      "power_watts.high", "energy_kwh.low", "energy_kwh.high", "surcharge.amount_low", "surcharge.amount_high", "surcharge.currency",
      "surcharge.tariff", "surcharge.per_kwh", "surcharge.status", "surcharge.whole_meter", "coins", "pools", "wallets", "agents",
      "contact", "case.status", "case.date", "case.note", "case.mined_since");
  private static final List<String> OF_CAMPAIGNS = List.of("by", "id", "address_count", "verdict", "first_seen", "last_seen", "kwh_low",
      "kwh_high", "coins", "owners", "pools", "wallets", "addresses");
  /** A spreadsheet takes 32,767 characters a cell; JSON has them all. */
  private static final int MAX_CELL_NAMES = 700;

  private HostList() {}

  /** One object a line, as in records. */
  public static void json(ReportInput input, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
    for (ReportInput.Host host : input.hosts()) {
      out.write(host.json() + "\n");
    }
    out.flush();
  }

  /** RFC 4180, UTF-8, header first; names of members of members have dots, lists have blanks between their elements. */
  public static void csv(ReportInput input, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
    out.write(String.join(",", COLUMNS) + "\r\n");
    for (ReportInput.Host host : input.hosts()) {
      List<String> cells = new ArrayList<>();
      Map<String, @Nullable Object> facts = host.facts();
      COLUMNS.forEach(column -> cells.add(cell(column.equals(SUBSCRIBER) && facts.containsKey("subscribers") ? HostStay.customerOf(facts)
          : JsonTree.at(facts, column.split("\\.", -1)))));
      out.write(String.join(",", cells) + "\r\n");
    }
    out.flush();
  }

  /** The same of who mines for one wallet, and at one pool: one object a line. */
  public static void campaignsAsJson(ReportInput input, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
    for (Campaigns.By by : Campaigns.By.values()) {
      for (Campaigns.Campaign campaign : input.campaigns().of(by)) {
        out.write(JsonTree.toJson(campaign.facts()) + "\n");
      }
    }
    out.flush();
  }

  /** The same as CSV. */
  public static void campaignsAsCsv(ReportInput input, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
    out.write(String.join(",", OF_CAMPAIGNS) + "\r\n");
    for (Campaigns.By by : Campaigns.By.values()) {
      for (Campaigns.Campaign campaign : input.campaigns().of(by)) {
        Map<String, @Nullable Object> facts = campaign.facts();
        out.write(String.join(",", OF_CAMPAIGNS.stream().map(column -> cell(facts.get(column))).toList()) + "\r\n");
      }
    }
    out.flush();
  }

  private static String cell(@Nullable Object value) {
    if (value == null || value instanceof Number) {
      return value == null ? "" : value.toString();
    }
    String text = value instanceof List<?> list ? joined(list) : value.toString();
    String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean isPlain = List.of("\"", ",", "\n", "\r").stream().noneMatch(safe::contains);
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  private static String joined(List<?> list) {
    String first = String.join(" ", list.stream().limit(MAX_CELL_NAMES).map(String::valueOf).toList());
    return list.size() > MAX_CELL_NAMES ? first + " … (" + list.size() + ")" : first;
  }
}
