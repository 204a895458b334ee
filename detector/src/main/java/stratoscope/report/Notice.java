package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;
import stratoscope.record.JsonTree;

/** Writes a notice of one page for the owner of addresses that mine, or for whoever is to look into it. */
public final class Notice {
  /** As many as a page takes. */
  private static final int MAX_HOSTS = 6;
  private static final int MAX_EVIDENCE = 4;
  private static final int MAX_SIGNS = 2;
  private static final int MAX_POOLS = 3;
  /** A cell up to so many characters stays on one line. */
  private static final int MAX_UNBROKEN = 18;

  private final ReportInput input;
  private final ReportTexts texts;
  private final Writer out;
  private final List<Map<String, @Nullable Object>> hosts = new ArrayList<>();

  private Notice(ReportInput input, ReportTexts texts, OutputStream stream) throws IOException {
    this.input = input;
    for (ReportInput.Host host : input.hosts()) {
      hosts.add(host.facts());
    }
    this.texts = texts;
    out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
  }

  /**
   * Writes the page.
   *
   * @param input holds the hosts of the owner alone
   */
  public static void write(ReportInput input, ReportTexts texts, OutputStream stream) throws IOException {
    Notice notice = new Notice(input, texts, stream);
    notice.head();
    notice.facts(notice.sums());
    notice.hosts();
    notice.evidence();
    notice.end();
    notice.out.flush();
  }

  /** Of a case that is a false alarm, too: the notice is about it. */
  private ReportSums sums() {
    ReportSums sums = new ReportSums();
    hosts.forEach(host -> {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>(host);
      plain.remove("case");
      sums.add(plain);
    });
    return sums;
  }

  private String text(String key) {
    return HtmlText.escaped(texts.of(key));
  }

  private void head() throws IOException {
    String narrow = "body{max-width:820px}.sign{margin-top:2.5rem;border-top:1px solid var(--line);width:50%}"
        + "table{font-size:.78rem}th{white-space:nowrap}table.evidence code{font-size:9px}@page{size:A4 portrait;margin:12mm}\n"
        + "@media print{h2{margin:.6rem 0 .2rem}.detail dl{gap:0 .8rem}.sign{margin-top:1rem}}\n";
    out.write(HtmlText.opening(texts.language(), "style-src 'unsafe-inline'", text("notice.title"),
        HtmlReport.resource("page.css") + narrow) + "<h1>" + text("notice.title") + "</h1>\n<p>" + text("notice.intro") + "</p>\n");
    if (input.isMasked()) {
      out.write("<p class=\"soft\">" + text("masked") + "</p>\n");
    }
  }

  private void facts(ReportSums sums) throws IOException {
    out.write("<div class=\"detail\"><dl>\n");
    fact("status", cases());
    for (String key : new String[] {"owner", "nature", "region", "site", "account", "contact"}) {
      fact(key, distinct(key));
    }
    fact("kind", kinds());
    fact("period", HtmlText.minute(sums.from) + " – " + HtmlText.minute(sums.to) + " (UTC)");
    fact("rigs", HtmlText.range(sums.lowRigs, sums.highRigs));
    fact("energy", sums.hasEnergy ? HtmlText.range(sums.lowKwh, sums.highKwh) + " kWh" : texts.of("unknown"));
    fact("assumes", assumptions());
    for (Map.Entry<String, double[]> surcharge : sums.surcharges.entrySet()) {
      fact("surcharge", HtmlText.range(surcharge.getValue()[0], surcharge.getValue()[1]) + " " + surcharge.getKey() + surchargeNotes());
    }
    if (sums.surcharges.isEmpty() && hosts.stream().anyMatch(host -> host.get("surcharge") != null)) {
      fact("surcharge", texts.of("noFigure"));
    }
    out.write("</dl></div>\n");
  }

  private void fact(String key, String value) throws IOException {
    if (!value.isEmpty()) {
      out.write("<dt>" + text(key) + "</dt><dd>" + HtmlText.escaped(value) + "</dd>\n");
    }
  }

  private String distinct(String key) {
    Set<String> values = new LinkedHashSet<>();
    hosts.forEach(host -> {
      String value = JsonTree.text(host, key);
      if (value != null) {
        values.add(key.equals("nature") ? texts.nature(value) : value);
      }
    });
    return String.join(", ", values);
  }

  private String kinds() {
    Set<String> kinds = new LinkedHashSet<>();
    hosts.forEach(host -> kinds.add(texts.of("kind." + host.get("kind"))));
    return String.join(", ", kinds);
  }

  private String assumptions() {
    Set<String> values = new LinkedHashSet<>();
    hosts.forEach(host -> {
      String value = JsonTree.text(host, "power_watts", "assumes");
      if (value != null) {
        values.add(texts.said(value));
      }
    });
    return String.join("; ", values);
  }

  private String surchargeNotes() {
    Set<String> notes = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> host : hosts) {
      String tariff = JsonTree.text(host, "surcharge", "tariff");
      if (tariff != null) {
        notes.add(tariff + (String.valueOf(JsonTree.text(host, "surcharge", "status")).startsWith("draft")
            ? " (" + texts.of("draft") + ")" : ""));
      }
      if (Boolean.TRUE.equals(JsonTree.at(host, "surcharge", "whole_meter"))) {
        notes.add(texts.of("wholeMeter"));
      }
    }
    return notes.isEmpty() ? "" : "; " + String.join("; ", notes);
  }

  private void hosts() throws IOException {
    out.write("<h2>" + text("notice.addresses") + "</h2>\n<table><thead><tr>");
    for (String key : new String[] {"address", "verdict", "firstSeen", "lastSeen", "pools", "rigs", "hashrate"}) {
      out.write("<th>" + text(key) + "</th>");
    }
    out.write("</tr></thead>\n");
    for (Map<String, @Nullable Object> facts : hosts.subList(0, Math.min(MAX_HOSTS, hosts.size()))) {
      out.write("<tr>");
      cell(String.valueOf(facts.get("ip")));
      cell(texts.of(String.valueOf(facts.get("verdict"))));
      cell(HtmlText.minute(String.valueOf(facts.get("first_seen"))));
      cell(HtmlText.minute(String.valueOf(facts.get("last_seen"))));
      cell(pools(facts));
      cell(HtmlText.range(JsonTree.number(facts, "rigs", "low"), JsonTree.number(facts, "rigs", "high")));
      cell(hashrates(facts));
      out.write("</tr>\n");
    }
    out.write("</table>\n");
    more(hosts.size() - MAX_HOSTS);
  }

  private void cell(String value) throws IOException {
    out.write("<td" + (value.length() <= MAX_UNBROKEN ? " class=\"nowrap\">" : ">") + HtmlText.escaped(value) + "</td>");
  }

  private static String pools(Map<String, @Nullable Object> facts) {
    if (!(facts.get("pools") instanceof List<?> pools)) {
      return "";
    }
    String first = String.join(", ", pools.stream().limit(MAX_POOLS).map(String::valueOf).toList());
    return pools.size() > MAX_POOLS ? first + " … (" + pools.size() + ")" : first;
  }

  private static String hashrates(Map<String, @Nullable Object> facts) {
    List<String> rates = new ArrayList<>();
    if (facts.get("hashrate") instanceof Map<?, ?> byAlgorithm) {
      byAlgorithm.forEach((algorithm, rate) -> rates.add(algorithm + " " + Quantities.hashrate(JsonTree.number(rate, "low")) + " – "
          + Quantities.hashrate(JsonTree.number(rate, "high"))));
    }
    return rates.isEmpty() ? "–" : String.join("; ", rates);
  }

  private void evidence() throws IOException {
    out.write("<h2>" + text("notice.evidence") + "</h2>\n");
    List<Map<String, @Nullable Object>> sessions = new ArrayList<>();
    List<String> ips = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      for (String session : input.hosts().get(i).sessions()) {
        sessions.add(JsonTree.parse(session));
        ips.add(String.valueOf(hosts.get(i).get("ip")));
      }
    }
    out.write("<table class=\"evidence\"><thead><tr>");
    for (String key : new String[] {"time", "notice.access", "notice.signs"}) {
      out.write("<th>" + text(key) + "</th>");
    }
    out.write("</tr></thead>\n");
    for (int i = 0; i < Math.min(MAX_EVIDENCE, sessions.size()); i++) {
      evidence(ips.get(i), sessions.get(i));
    }
    out.write("</table>\n");
    more(sessions.size() - MAX_EVIDENCE);
    for (ReportInput.Source source : input.sources()) {
      out.write("<p class=\"soft\">" + text("file") + ": " + HtmlText.escaped(source.name()) + " · " + text("sha256") + " <code>"
          + source.sha256() + "</code></p>\n");
    }
  }

  private void evidence(String ip, Map<String, @Nullable Object> session) throws IOException {
    String host = JsonTree.text(session, "pool_host");
    out.write("<tr>");
    cell(HtmlText.minute(String.valueOf(session.get("first_seen"))));
    cell(ip + " → " + session.get("dest_ip") + ":" + session.get("dest_port") + (host == null ? "" : " (" + host + ")"));
    out.write("<td>" + HtmlText.escaped(signs(session)) + "<br><code>" + HtmlText.escaped(String.valueOf(session.get("sha256")))
        + "</code>" + proof(session) + "</td></tr>\n");
  }

  /** The file with the packets, with its hash. */
  private static String proof(Map<String, @Nullable Object> session) {
    String file = JsonTree.text(session, "evidence_file");
    return file == null ? "" : "<br>" + HtmlText.escaped(file) + "<br><code>" + session.get("evidence_sha256") + "</code>";
  }

  /** The signs that weigh most, with their packets. */
  private String signs(Map<String, @Nullable Object> session) {
    if (!(session.get("evidence") instanceof List<?> evidence)) {
      return "";
    }
    String signs = evidence.stream().sorted(Comparator.comparingDouble((Object sign) -> JsonTree.number(sign, "weight")).reversed())
        .limit(MAX_SIGNS).map(sign -> texts.of("notice.sign", String.valueOf(JsonTree.text(sign, "rule")),
            String.format(Locale.ROOT, "%.0f", JsonTree.number(sign, "packet")))).collect(Collectors.joining(", "));
    String capture = JsonTree.text(session, "pcap_filename");
    return capture == null ? signs : signs + " · " + capture;
  }

  private void more(int count) throws IOException {
    if (count > 0) {
      out.write("<p class=\"soft\">" + HtmlText.escaped(texts.of("notice.more").replace("{0}",
          String.format(Locale.ROOT, "%,d", count))) + "</p>\n");
    }
  }

  private void end() throws IOException {
    out.write("<p class=\"soft\">" + text("method.1") + " " + text("method.3") + "</p>\n<p class=\"sign\">" + text("notice.signature")
        + "</p>\n</body>\n</html>\n");
  }

  /** Of all addresses, or, where they differ, of each. */
  private String cases() {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> host : hosts) {
      addresses.computeIfAbsent(caseOf(host), first -> new ArrayList<>()).add(String.valueOf(host.get("ip")));
    }
    addresses.remove("");
    boolean isOne = addresses.size() == 1 && addresses.values().iterator().next().size() == hosts.size();
    return addresses.entrySet().stream().map(each -> isOne ? each.getKey() : String.join(", ", each.getValue()) + ": " + each.getKey())
        .collect(Collectors.joining("; "));
  }

  private String caseOf(Map<String, @Nullable Object> host) {
    String status = JsonTree.text(host, "case", "status");
    if (status == null) {
      return "";
    }
    String note = JsonTree.text(host, "case", "note");
    boolean isFalse = status.equals(CaseFile.State.FALSE_ALARM.label());
    return texts.of("status." + status) + " " + JsonTree.text(host, "case", "date") + (note == null ? "" : " · " + note)
        + (isFalse ? " · " + texts.of("notice.falseAlarm") : Boolean.TRUE.equals(JsonTree.at(host, "case", "mined_since"))
            ? " · " + texts.of("minedSince") : "");
  }
}
