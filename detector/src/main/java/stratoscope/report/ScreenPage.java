package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;
import stratoscope.record.MadeBy;
import stratoscope.record.Timestamps;

/**
 * Writes what a screening counted as one page that loads nothing and can be read without its script, which only searches. Bounded: of more
 * groups, or addresses, than a page takes those in which most mine are shown, and the others counted.
 */
public final class ScreenPage {
  private static final int MAX_ROWS = 500;
  private static final int MAX_OFFENDERS = 500;
  private static final int METHOD_TEXTS = 4;

  private final ReportTexts texts;
  private final Writer out;

  private ScreenPage(ReportTexts texts, OutputStream stream) {
    this.texts = texts;
    out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
  }

  /**
   * Writes the page.
   *
   * @param rows the groups to show
   * @param madeBy what the counts rest on
   */
  public static void write(Screening screening, List<Screening.Row> rows, MadeBy madeBy, ReportTexts texts, OutputStream stream)
      throws IOException {
    ScreenPage page = new ScreenPage(texts, stream);
    page.head();
    Screening.Row all = screening.rows(Screening.By.ALL).get(0);
    page.cards(all, screening.ofUnknownOwners().size());
    for (Screening.By by : Screening.By.values()) {
      List<Screening.Row> of = rows.stream().filter(row -> row.by() == by).toList();
      if (by != Screening.By.ALL && !of.isEmpty()) {
        page.groups(by, of);
      }
    }
    if (all.confirmed() != null) {
      page.offenders("screen.repeated", screening.repeatOffenders());
      page.offenders("screen.unknown", screening.ofUnknownOwners());
    }
    page.method(madeBy);
    page.out.flush();
  }

  private String text(String key) {
    return HtmlText.escaped(texts.of(key));
  }

  private void head() throws IOException {
    out.write(HtmlText.opening(texts.language(), "style-src 'unsafe-inline'; script-src 'unsafe-inline'", text("screen.title"),
        HtmlReport.resource("page.css")) + "<header><div><h1>" + text("screen.title") + "</h1><p class=\"soft\">" + text("screen.subtitle")
        + "</p></div><button id=\"theme\" type=\"button\">" + text("theme") + "</button></header>\n");
  }

  private void cards(Screening.Row all, int unknown) throws IOException {
    out.write("<div class=\"cards\">\n");
    card("screen.addresses", HtmlText.count(all.addresses()));
    if (all.networks() > 0) {
      card("screen.networks", HtmlText.count(all.networks()));
    }
    card("screen.seen", count(all.seen()));
    card("screen.clean", count(all.clean()));
    card("confirmed", count(all.confirmed()));
    card("probable", count(all.probable()));
    card("suspected", count(all.suspected()));
    card("screen.repeated", count(all.repeated()));
    card("screen.unknown", count(all.confirmed() == null ? null : (Long) (long) unknown));
    for (CaseFile.State state : all.cases().keySet()) {
      card("status." + state.label(), count(all.cases(state)));
    }
    card("energy", energy(all.lowKwh(), all.highKwh()));
    out.write("</div>\n");
    if (!all.cases().isEmpty()) {
      out.write("<p class=\"soft\">" + text("falseAlarms") + "</p>\n");
    }
    out.write("<div class=\"tools\"><input id=\"search\" type=\"search\" placeholder=\"" + text("search") + "\" aria-label=\""
        + text("search") + "\"></div>\n");
  }

  private void card(String key, String value) throws IOException {
    out.write("<div class=\"card\"><span class=\"soft\">" + text(key) + "</span><b>" + HtmlText.escaped(value) + "</b></div>\n");
  }

  private static String count(@Nullable Long value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%,d", value);
  }

  private static String energy(double low, double high) {
    return Double.isNaN(low) ? "–" : HtmlText.range(low, high) + " kWh";
  }

  private void groups(Screening.By by, List<Screening.Row> rows) throws IOException {
    boolean hasCases = !rows.get(0).cases().isEmpty();
    boolean hasNetworks = rows.stream().anyMatch(row -> row.networks() > 0);
    out.write("<h2>" + text(by.label()) + "</h2>\n<div class=\"scroll\"><table class=\"groups\"><thead><tr>");
    out.write("<th>" + text(by.label()) + "</th>");
    numberHead("screen.addresses");
    if (hasNetworks) {
      numberHead("screen.networks");
    }
    numberHead("screen.seen", "screen.clean", "confirmed", "probable", "suspected");
    head("screen.share");
    numberHead("screen.repeated");
    if (hasCases) {
      head("status");
    }
    numberHead("energy");
    out.write("</tr></thead><tbody>\n");
    for (Screening.Row row : rows.subList(0, Math.min(MAX_ROWS, rows.size()))) {
      out.write("<tr><td>" + HtmlText.escaped(group(by, row.group())) + "</td>");
      number(HtmlText.count(row.addresses()));
      if (hasNetworks) {
        number(HtmlText.count(row.networks()));
      }
      for (Long count : Arrays.asList(row.seen(), row.clean(), row.confirmed(), row.probable(), row.suspected())) {
        number(count(count));
      }
      out.write("<td>" + bar(row) + "</td>");
      number(count(row.repeated()));
      if (hasCases) {
        cell(cases(row));
      }
      number(energy(row.lowKwh(), row.highKwh()));
      out.write("</tr>\n");
    }
    out.write("</tbody></table></div>\n");
    more(rows.size() - MAX_ROWS);
  }

  private void head(String... keys) throws IOException {
    for (String key : keys) {
      out.write("<th>" + text(key) + "</th>");
    }
  }

  private void numberHead(String... keys) throws IOException {
    for (String key : keys) {
      out.write("<th class=\"num\">" + text(key) + "</th>");
    }
  }

  /** {@code notified 2, false alarm 1}; null if there are none. */
  private @Nullable String cases(Screening.Row row) {
    List<String> cases = new ArrayList<>();
    row.cases().forEach((state, count) -> {
      if (count > 0) {
        cases.add(texts.of("status." + state.label()) + " " + count);
      }
    });
    return cases.isEmpty() ? null : String.join(", ", cases);
  }

  private void number(String value) throws IOException {
    out.write("<td class=\"num\">" + HtmlText.escaped(value) + "</td>");
  }

  /** What the program calls a group itself, in the language of the page. */
  private String group(Screening.By by, String group) {
    return group.equals(Screening.UNSAID) ? texts.of("unknown") : group.equals(Screening.UNLISTED) ? texts.of("screen.unlisted")
        : by == Screening.By.NATURE ? texts.nature(group) : group;
  }

  /** How many of those seen mine, and how sure that is; a dash if it is not known how many were seen. */
  private static String bar(Screening.Row row) {
    Long seen = row.seen();
    if (seen == null) {
      return "–";
    }
    double all = Math.max(1, Math.max(seen, row.found()));
    StringBuilder bar = new StringBuilder("<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        + "<rect width=\"100\" height=\"8\" fill=\"var(--line)\"/>");
    double at = 0;
    double[] parts = {Screening.Row.orZero(row.confirmed()), Screening.Row.orZero(row.probable()), Screening.Row.orZero(row.suspected())};
    String[] colours = {"confirmed", "probable", "suspected"};
    for (int i = 0; i < parts.length; i++) {
      double width = 100 * parts[i] / all;
      bar.append(String.format(Locale.ROOT, "<rect x=\"%.2f\" width=\"%.2f\" height=\"8\" fill=\"var(--%s)\"/>", at, width, colours[i]));
      at += width;
    }
    return bar.append("</svg>").toString();
  }

  private void offenders(String title, List<Screening.Offender> offenders) throws IOException {
    out.write("<h2>" + text(title) + "</h2>\n<p class=\"soft\">" + text(title + ".what") + "</p>\n");
    if (offenders.isEmpty()) {
      out.write("<p>" + text("none") + "</p>\n");
      return;
    }
    out.write("<div class=\"scroll\"><table><thead><tr>");
    head("address", "verdict", "owner", "nature", "region", "site", "subscribers", "screen.found", "lastSeen", "status");
    numberHead("energy");
    out.write("</tr></thead><tbody>\n");
    for (Screening.Offender each : offenders.subList(0, Math.min(MAX_OFFENDERS, offenders.size()))) {
      String verdict = each.verdict().label();
      out.write("<tr><td>" + each.address() + "</td><td class=\"" + verdict + "\">" + text(verdict) + "</td>");
      cell(each.owner().name());
      cell(each.owner().nature() == null ? null : texts.nature(each.owner().nature()));
      cell(each.owner().region());
      cell(each.owner().site());
      cell(each.subscriber());
      cell(String.join(", ", each.periods()));
      cell(HtmlText.minute(Timestamps.rfc3339(each.lastMicros())));
      cell(each.status() == null ? null : texts.of("status." + each.status().state().label()) + " " + each.status().date());
      number(energy(each.lowKwh(), each.highKwh()));
      out.write("</tr>\n");
    }
    out.write("</tbody></table></div>\n");
    more(offenders.size() - MAX_OFFENDERS);
  }

  private void cell(@Nullable String value) throws IOException {
    out.write("<td>" + (value == null ? "–" : HtmlText.escaped(value)) + "</td>");
  }

  private void more(int count) throws IOException {
    if (count > 0) {
      out.write("<p class=\"soft\">" + HtmlText.escaped(texts.of("screen.more", count((long) count))) + "</p>\n");
    }
  }

  private void method(MadeBy by) throws IOException {
    out.write("<h2>" + text("method") + "</h2>\n");
    for (int i = 1; i <= METHOD_TEXTS; i++) {
      out.write("<p>" + text("screen.method." + i) + "</p>\n");
    }
    String rules = by.rules();
    out.write("<p class=\"soft\">" + HtmlText.escaped(texts.of("madeBy.rules", by.program(), rules == null ? texts.of("shipped") : rules,
        by.rulesHash()) + texts.of("madeBy.inventory", String.valueOf(by.inventory()), String.valueOf(by.inventoryHash()))
        + texts.of("madeBy.rows", String.valueOf(by.inventoryRows()), String.valueOf(by.inventoryProblems())))
        + "</p>\n<script>\n" + HtmlReport.resource("screen.js") + "</script>\n</body>\n</html>\n");
  }
}
