package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import stratoscope.record.JsonTree;

/**
 * Writes one page that holds all: style, script, and the records as data, so that it opens without a network, and loads nothing. Its
 * numbers and texts are in the page itself; the script draws the charts, and lets hosts be searched, sorted and opened.
 */
public final class HtmlReport {
  private static final int METHOD_TEXTS = 6;

  private final ReportInput input;
  private final ReportTexts texts;
  private final Writer out;

  private HtmlReport(ReportInput input, ReportTexts texts, OutputStream stream) {
    this.input = input;
    this.texts = texts;
    out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
  }

  /** Writes the page. */
  public static void write(ReportInput input, ReportTexts texts, OutputStream stream) throws IOException {
    HtmlReport report = new HtmlReport(input, texts, stream);
    report.head();
    report.cards(input.sums());
    report.out.write("<h2>" + report.text("verdict") + " · " + report.text("power") + " · " + report.text("timeline") + "</h2>\n"
        + "<div id=\"charts\" class=\"charts\"></div>\n");
    report.table();
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
    card("hosts", String.format(Locale.ROOT, "%,d", input.hosts().size()));
    for (String verdict : new String[] {"confirmed", "probable", "suspected"}) {
      card(verdict, String.format(Locale.ROOT, "%,d", sums.byVerdict.getOrDefault(verdict, 0L)));
    }
    card("sessions", String.format(Locale.ROOT, "%,d", sums.sessions));
    card("rigs", HtmlText.range(sums.lowRigs, sums.highRigs));
    card("energy", sums.hasEnergy ? HtmlText.range(sums.lowKwh, sums.highKwh) + " kWh" : texts.of("unknown"));
    for (Map.Entry<String, double[]> surcharge : sums.surcharges.entrySet()) {
      card("surcharge", HtmlText.range(surcharge.getValue()[0], surcharge.getValue()[1]) + " " + surcharge.getKey());
    }
    out.write("</div>\n");
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

  private void method() throws IOException {
    out.write("<h2>" + text("method") + "</h2>\n");
    for (int i = 1; i <= METHOD_TEXTS; i++) {
      out.write("<p>" + text("method." + i) + "</p>\n");
    }
  }

  private void sources() throws IOException {
    out.write("<h2>" + text("hashes") + "</h2>\n<table><thead><tr><th>" + text("file") + "</th><th>" + text("lines") + "</th><th>"
        + text("sha256") + "</th></tr></thead>\n");
    for (ReportInput.Source source : input.sources()) {
      out.write("<tr><td>" + HtmlText.escaped(source.name()) + "</td><td class=\"num\">" + source.records() + "</td><td><code>"
          + source.sha256() + "</code></td></tr>\n");
    }
    out.write("</table>\n");
  }

  private void data() throws IOException {
    out.write("<script id=\"data\" type=\"application/json\">{\"lang\":\"" + texts.language() + "\",\"texts\":"
        + forScript(JsonTree.toJson(texts.all())) + ",\"hosts\":[");
    String between = "\n";
    for (ReportInput.Host host : input.hosts()) {
      String facts = host.json();
      out.write(between + forScript(facts.substring(0, facts.length() - 1)) + ",\"s\":["
          + forScript(String.join(",", host.sessions())) + "]}");
      between = ",\n";
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
