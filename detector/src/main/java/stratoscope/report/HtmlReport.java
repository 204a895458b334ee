package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;
import stratoscope.inventory.Tariff;
import stratoscope.inventory.Tariffs;
import stratoscope.record.JsonTree;
import stratoscope.record.Timestamps;

/**
 * Writes one page that holds all: style, script, and the records as data, so that it opens without a network, and loads nothing. Its
 * numbers and texts are in the page itself; the script draws the charts, and lets hosts be searched, sorted and opened.
 */
public final class HtmlReport {
  private static final int METHOD_TEXTS = 9;
  /** Of wallets, and of pools; csv and json have all. */
  private static final int MAX_CAMPAIGNS = 1000;
  /** Of each of these. */
  private static final int MAX_ADDRESSES = 100;

  private final ReportInput input;
  private final ReportTexts texts;
  private final About about;
  private final Writer out;

  /**
   * What is known beside the records.
   *
   * @param program that makes the report, with its version
   * @param meanings of the signs, by id
   */
  public record About(String program, Map<String, String> meanings, Tariffs tariffs) {}

  private HtmlReport(ReportInput input, ReportTexts texts, About about, OutputStream stream) {
    this.input = input;
    this.about = about;
    this.texts = texts;
    out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
  }

  /** Writes the page. */
  public static void write(ReportInput input, ReportTexts texts, About about, OutputStream stream) throws IOException {
    HtmlReport report = new HtmlReport(input, texts, about, stream);
    report.head();
    report.cards(input.sums());
    report.out.write("<h2>" + report.text("overview") + "</h2>\n<div id=\"charts\" class=\"charts\"></div>\n");
    report.table();
    report.campaigns();
    report.method();
    report.sources();
    report.data();
    report.out.flush();
  }

  private String text(String key) {
    return HtmlText.escaped(texts.of(key));
  }

  private void head() throws IOException {
    out.write(HtmlText.opening(texts.language(), "style-src 'unsafe-inline'; script-src 'unsafe-inline'", text("title"),
        resource("page.css")) + "<header><div><h1>" + text("title") + "</h1><p class=\"soft\">"
        + text("subtitle") + "</p></div><button id=\"theme\" type=\"button\">" + text("theme") + "</button></header>\n");
    if (input.isMasked()) {
      out.write("<p class=\"soft\">" + text("masked") + "</p>\n");
    }
  }

  private void cards(ReportSums sums) throws IOException {
    out.write("<div class=\"cards\">\n");
    if (!input.hosts().isEmpty()) {
      card("period", HtmlText.minute(sums.from) + " – " + HtmlText.minute(sums.to));
    }
    card("hosts", String.format(Locale.ROOT, "%,d", sums.byVerdict.values().stream().mapToLong(Long::longValue).sum()));
    for (String verdict : new String[] {"confirmed", "probable", "suspected"}) {
      card(verdict, String.format(Locale.ROOT, "%,d", sums.byVerdict.getOrDefault(verdict, 0L)));
    }
    card("sessions", String.format(Locale.ROOT, "%,d", sums.sessions));
    card("rigs", HtmlText.range(sums.lowRigs, sums.highRigs));
    card("energy", sums.hasEnergy ? HtmlText.range(sums.lowKwh, sums.highKwh) + " kWh" : texts.of("unknown"));
    for (String currency : sums.surcharges.keySet()) {
      card("surcharge", sums.surcharge(currency, texts));
    }
    for (Map.Entry<String, Long> cases : sums.byStatus.entrySet()) {
      card("status." + cases.getKey(), String.format(Locale.ROOT, "%,d", cases.getValue()));
    }
    out.write("</div>\n");
    if (input.isShared()) {
      out.write("<p class=\"soft\">" + text("customers.what") + "</p>\n");
    }
    if (sums.byStatus.containsKey(CaseFile.State.FALSE_ALARM.label())) {
      out.write("<p class=\"soft\">" + text("falseAlarms") + "</p>\n");
    }
  }

  private void card(String key, String value) throws IOException {
    out.write("<div class=\"card\"><span class=\"soft\">" + text(key) + "</span><b>" + HtmlText.escaped(value) + "</b></div>\n");
  }

  private void table() throws IOException {
    out.write("<h2>" + text("hosts") + "</h2>\n<div class=\"tools\"><input id=\"search\" type=\"search\" placeholder=\"" + text("search")
        + "\" aria-label=\"" + text("search") + "\"><span id=\"filters\"></span></div>\n"
        + "<div class=\"scroll\"><table id=\"hosts\"></table></div>\n"
        + "<div class=\"tools\"><button id=\"previous\" type=\"button\">" + text("previous")
        + "</button><button id=\"next\" type=\"button\">"
        + text("next") + "</button><span id=\"page\" class=\"soft\"></span></div>\n");
  }

  private void campaigns() throws IOException {
    out.write("<h2>" + text("campaigns") + "</h2>\n<p class=\"soft\">" + text("campaigns.what") + "</p>\n"
        + "<div class=\"tools\"><select id=\"campaign-by\" aria-label=\"" + text("campaigns") + "\"><option value=\"wallet\">"
        + text("byWallet") + "</option><option value=\"pool\">" + text("byPool") + "</option></select><input id=\"campaign-search\""
        + " type=\"search\" placeholder=\"" + text("search") + "\" aria-label=\"" + text("search") + "\"></div>\n"
        + "<div class=\"scroll\"><table id=\"campaigns\"></table></div>\n<div class=\"tools\"><button id=\"campaign-previous\""
        + " type=\"button\">" + text("previous") + "</button><button id=\"campaign-next\" type=\"button\">" + text("next")
        + "</button><span id=\"campaign-page\" class=\"soft\"></span></div>\n");
  }

  private void method() throws IOException {
    out.write("<h2>" + text("method") + "</h2>\n");
    for (int i = 1; i <= METHOD_TEXTS; i++) {
      out.write("<p>" + text("method." + i) + "</p>\n");
    }
  }

  private void sources() throws IOException {
    out.write("<h3>" + text("tariffs") + "</h3>\n<div class=\"scroll\"><table>");
    row("th", texts.of("region"), texts.of("perKwh"), texts.of("since"), texts.of("notice.state"), texts.of("source"));
    for (Tariff tariff : about.tariffs().all()) {
      row("td", tariff.region(), Double.isNaN(tariff.perKwh()) ? texts.of("noFigure")
          : String.format(Locale.ROOT, "%.2f ", tariff.perKwh()) + tariff.currency(),
          tariff.fromMicros() == Long.MIN_VALUE ? "–" : Timestamps.day(tariff.fromMicros()), texts.said(tariff.status()), tariff.source());
    }
    out.write("</table></div>\n<h2>" + text("hashes") + "</h2>\n<div class=\"scroll\"><table>");
    row("th", texts.of("file"), texts.of("lines"), texts.of("sha256"), texts.of("madeBy"));
    for (ReportInput.Source source : input.sources()) {
      out.write("<tr><td>" + HtmlText.escaped(source.name()) + "</td><td class=\"num\">" + source.records() + "</td><td><code>"
          + source.sha256() + "</code></td><td>" + HtmlText.escaped(madeBy(source.madeBy())) + "</td></tr>\n");
    }
    out.write("</table></div>\n<p class=\"soft\">" + HtmlText.escaped(texts.of("reportBy", about.program())) + "</p>\n");
  }

  private String madeBy(Map<String, @Nullable Object> by) {
    if (by.isEmpty()) {
      return texts.of("madeBy.unknown");
    }
    String inventory = JsonTree.text(by, "inventory");
    String rules = JsonTree.text(by, "rules");
    return texts.of("madeBy.rules", String.valueOf(by.get("program")), rules == null ? texts.of("shipped") : rules,
        String.valueOf(by.get("rules_sha256"))) + (inventory == null ? ""
            : texts.of("madeBy.inventory", inventory, String.valueOf(by.get("inventory_sha256")))
                + (by.get("inventory_rows") == null ? "" : texts.of("madeBy.rows", String.valueOf(by.get("inventory_rows")),
                    String.valueOf(by.get("inventory_problems")))));
  }

  private void row(String tag, String... cells) throws IOException {
    out.write("<tr>");
    for (String cell : cells) {
      out.write("<" + tag + ">" + HtmlText.escaped(cell) + "</" + tag + ">");
    }
    out.write("</tr>\n");
  }

  private void data() throws IOException {
    out.write("<script id=\"data\" type=\"application/json\">{\"lang\":\"" + texts.language() + "\",\"texts\":"
        + forScript(JsonTree.toJson(texts.all())) + ",\"say\":" + forScript(JsonTree.toJson(texts.said())) + ",\"meanings\":"
        + forScript(JsonTree.toJson(about.meanings())) + ",\"hosts\":[");
    String between = "\n";
    for (ReportInput.Host host : input.hosts()) {
      String facts = host.json();
      out.write(between + forScript(facts.substring(0, facts.length() - 1)) + ",\"s\":["
          + forScript(String.join(",", host.sessions())) + "]}");
      between = ",\n";
    }
    out.write("],\"campaigns\":[");
    between = "\n";
    for (Campaigns.By by : Campaigns.By.values()) {
      List<Campaigns.Campaign> all = input.campaigns().of(by);
      for (Campaigns.Campaign campaign : all.subList(0, Math.min(MAX_CAMPAIGNS, all.size()))) {
        out.write(between + forScript(JsonTree.toJson(campaign.facts(MAX_ADDRESSES))));
        between = ",\n";
      }
    }
    out.write("]}</script>\n<script>\n" + resource("page.js") + "</script>\n</body>\n</html>\n");
  }

  /** JSON within a script element: a text in it must not end the element; and a browser takes half the memory for ASCII alone. */
  static String forScript(String json) {
    int plain = 0;
    while (plain < json.length() && isPlain(json.charAt(plain))) {
      plain++;
    }
    if (plain == json.length()) {
      return json;
    }
    StringBuilder text = new StringBuilder(json.length() + 64).append(json, 0, plain);
    for (int i = plain; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isPlain(c)) {
        text.append(c);
      } else {
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return c < 0x7F && c != '<';
  }

  static String resource(String name) throws IOException {
    try (InputStream in = ReportTexts.resource(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
