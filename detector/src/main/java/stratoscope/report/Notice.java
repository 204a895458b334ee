package stratoscope.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import stratoscope.record.Surcharges;

/**
 * Writes a notice of one page for the owner of addresses that mine, or for whoever is to look into it: the surest first, and of whatever
 * there may be more of than a page takes the first few, and how many more.
 */
public final class Notice {
  /** As many as a page takes. */
  private static final int MAX_HOSTS = 5;
  private static final int MAX_EVIDENCE = 4;
  private static final int MAX_SIGNS = 2;
  private static final int MAX_POOLS = 2;
  private static final int MAX_RATES = 2;
  private static final int MAX_FILES = 2;
  /** Values of one fact. */
  private static final int MAX_VALUES = 2;
  /** Of one value: of a longer one the beginning is shown, of a longer path the end. */
  private static final int MAX_CHARS = 36;
  private static final int MAX_PATH_CHARS = 60;
  /** Of a value that is alone, and of a note. */
  private static final int MAX_LINE_CHARS = 80;
  /** A cell up to so many characters stays on one line. */
  private static final int MAX_UNBROKEN = 18;

  private static final Comparator<Map<String, @Nullable Object>> SUREST_SESSION =
      Comparator.<Map<String, @Nullable Object>>comparingInt(HostStays::rank).thenComparingDouble(session -> known(session, "score"))
          .reversed();
  /** The surest, and of those what takes the most energy, or mined the longest. */
  private static final Comparator<Miner> SUREST = Comparator.<Miner>comparingInt(miner -> HostStays.rank(miner.facts))
      .thenComparingDouble(miner -> known(miner.facts, "energy_kwh", "high"))
      .thenComparingDouble(miner -> known(miner.facts, "active_seconds")).reversed();

  private final ReportInput input;
  private final ReportTexts texts;
  private final Writer out;
  private final List<Miner> miners = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> hosts;
  /** Of these, the ones whose machines and energy are in the sums. */
  private final List<Map<String, @Nullable Object>> counted;

  /** A host with its sessions, the surest first. */
  private record Miner(Map<String, @Nullable Object> facts, List<Map<String, @Nullable Object>> sessions) {
    static Miner of(ReportInput.Host host) throws IOException {
      List<Map<String, @Nullable Object>> sessions = new ArrayList<>();
      for (String session : host.sessions()) {
        sessions.add(JsonTree.parse(session));
      }
      sessions.sort(SUREST_SESSION);
      return new Miner(host.facts(), sessions);
    }

    /** Those of the surest sessions first. */
    Set<String> pools() {
      Set<String> pools = new LinkedHashSet<>();
      if (facts.get("pools") instanceof List<?> all) {
        sessions.stream().map(ReportInput::endpoint).filter(all::contains).forEach(pools::add);
        all.forEach(pool -> pools.add(String.valueOf(pool)));
      }
      return pools;
    }
  }

  /** Evidence, and whose it is. */
  private record Access(String ip, Map<String, @Nullable Object> session) {}

  private Notice(ReportInput input, ReportTexts texts, OutputStream stream) throws IOException {
    this.input = input;
    for (ReportInput.Host host : input.hosts()) {
      miners.add(Miner.of(host));
    }
    miners.sort(SUREST);
    hosts = miners.stream().map(Miner::facts).toList();
    counted = hosts.stream().filter(host -> !ReportSums.isAtClients(host)).toList();
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
    ReportSums sums = notice.sums();
    notice.facts(sums);
    notice.hosts();
    notice.evidence(sums.sessions);
    notice.sources();
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

  /** The number there; less than any if there is none. */
  private static double known(Map<String, @Nullable Object> tree, String... path) {
    double number = JsonTree.number(tree, path);
    return Double.isNaN(number) ? -1 : number;
  }

  /** The first of them, and how many more there are. */
  private String listed(Collection<String> values, int max, String between) {
    String first = values.stream().limit(max).collect(Collectors.joining(between));
    return values.size() <= max ? first : first + between + texts.of("notice.others", HtmlText.count(values.size() - max));
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  private static String cutPath(String path) {
    return path.length() <= MAX_PATH_CHARS ? path : "…" + path.substring(path.length() - MAX_PATH_CHARS + 1);
  }

  private String text(String key) {
    return HtmlText.escaped(texts.of(key));
  }

  private void head() throws IOException {
    String narrow = "body{max-width:820px}.sign{margin-top:2.5rem;border-top:1px solid var(--line);width:50%}"
        + "table{font-size:.78rem}th{white-space:nowrap}td{overflow-wrap:anywhere}table.evidence code{font-size:9px}"
        + "@page{size:A4 portrait;margin:10mm}\n@media print{body{font-size:10px;line-height:1.25}h1{font-size:18px}h2{font-size:13px;"
        + "margin:.4rem 0 .1rem}p{margin:.1rem 0}.detail dl{gap:0 .8rem}table{font-size:9px}th,td{padding:.1rem .25rem}"
        + "table.evidence code,p code{font-size:8px;line-height:1.2}.sign{margin-top:1rem}}\n";
    String signs = hosts.stream().anyMatch(host -> "confirmed".equals(host.get("verdict"))) ? "" : ".signs";
    String title = text("notice.title" + signs);
    out.write(HtmlText.opening(texts.language(), "style-src 'unsafe-inline'", title, HtmlReport.resource("page.css") + narrow) + "<h1>"
        + title + "</h1>\n<p>" + text("notice.intro" + signs) + "</p>\n");
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
    fact("subscribers", subscribers());
    fact("kind", kinds());
    fact("period", HtmlText.minute(sums.from) + " – " + HtmlText.minute(sums.to) + " (UTC)");
    fact("rigs", rigs(sums));
    if (!counted.isEmpty()) {
      fact("energy", sums.hasEnergy ? HtmlText.range(sums.lowKwh, sums.highKwh) + " kWh" : texts.of("unknown"));
    }
    fact("assumes", assumptions());
    for (String currency : sums.surcharges.keySet()) {
      fact("surcharge", sums.surcharge(currency, texts) + surchargeNotes());
    }
    if (sums.surcharges.isEmpty() && counted.stream().anyMatch(host -> host.get("surcharge") != null)) {
      fact("surcharge", texts.of("noFigure") + surchargeNotes());
    }
    out.write("</dl></div>\n");
  }

  /** A proxy's are none of its own, which must not look as if nothing were there. */
  private String rigs(ReportSums sums) {
    List<String> proxies = hosts.stream().filter(ReportSums::isAtClients).map(host -> String.valueOf(host.get("ip"))).toList();
    String rigs = counted.isEmpty() ? "" : HtmlText.range(sums.lowRigs, sums.highRigs);
    return proxies.isEmpty() ? rigs : rigs + (rigs.isEmpty() ? "" : texts.between())
        + texts.of("notice.proxy", listed(proxies, MAX_VALUES, ", "));
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
    int max = values.size() == 1 ? MAX_LINE_CHARS : MAX_CHARS;
    return listed(values.stream().map(value -> cut(value, max)).toList(), MAX_VALUES, ", ");
  }

  private String subscribers() {
    Set<String> ids = new LinkedHashSet<>();
    for (Map<String, @Nullable Object> host : hosts) {
      if (host.get("subscribers") instanceof List<?> all) {
        all.forEach(subscriber -> ids.add(String.valueOf(JsonTree.text(subscriber, "id"))));
      }
    }
    return listed(ids.stream().map(id -> cut(id, MAX_CHARS)).toList(), MAX_VALUES, ", ");
  }

  private String kinds() {
    Set<String> kinds = new LinkedHashSet<>();
    hosts.forEach(host -> kinds.add(texts.kind(host.get("kind"))));
    return String.join(", ", kinds);
  }

  private String assumptions() {
    Set<String> values = new LinkedHashSet<>();
    counted.forEach(host -> {
      String value = JsonTree.text(host, "power_watts", "assumes");
      if (value != null) {
        Arrays.stream(value.split("; ", -1)).map(texts::said).forEach(values::add);
      }
    });
    return listed(values, MAX_VALUES, texts.between());
  }

  /** The tariffs, each once, and that all a meter counts is subject to one of them. */
  private String surchargeNotes() {
    Set<String> tariffs = new LinkedHashSet<>();
    counted.stream().flatMap(host -> Surcharges.parts(host.get("surcharge")).stream()).filter(part -> part.get("tariff") != null)
        .forEach(part -> tariffs.add(tariff(part)));
    boolean isWholeMeter = counted.stream().anyMatch(host -> Boolean.TRUE.equals(JsonTree.at(host, "surcharge", "whole_meter")));
    return (tariffs.isEmpty() ? "" : texts.between() + listed(tariffs, MAX_VALUES, texts.between()))
        + (isWholeMeter ? texts.between() + texts.of("wholeMeter") : "");
  }

  private String tariff(Map<String, @Nullable Object> part) {
    String tariff = String.valueOf(part.get("tariff"));
    return Surcharges.isDraft(part) ? texts.of("drafted", tariff) : tariff;
  }

  private void hosts() throws IOException {
    out.write("<h2>" + text("notice.addresses") + "</h2>\n<table><thead><tr>");
    for (String key : new String[] {"address", "verdict", "period", "pools", "rigs", "hashrate"}) {
      out.write("<th>" + text(key) + "</th>");
    }
    out.write("</tr></thead>\n");
    for (Miner miner : miners.subList(0, Math.min(MAX_HOSTS, miners.size()))) {
      Map<String, @Nullable Object> facts = miner.facts;
      out.write("<tr>");
      cell(String.valueOf(facts.get("ip")));
      cell(texts.of(String.valueOf(facts.get("verdict"))));
      cell(HtmlText.minute(String.valueOf(facts.get("first_seen"))) + " – " + HtmlText.minute(String.valueOf(facts.get("last_seen"))));
      cell(listed(miner.pools(), MAX_POOLS, ", "));
      cell(HtmlText.range(JsonTree.number(facts, "rigs", "low"), JsonTree.number(facts, "rigs", "high")));
      cell(hashrates(facts));
      out.write("</tr>\n");
    }
    out.write("</table>\n");
    more("notice.moreHosts", hosts.size() - MAX_HOSTS);
  }

  private void cell(String value) throws IOException {
    out.write("<td" + (value.length() <= MAX_UNBROKEN ? " class=\"nowrap\">" : ">") + HtmlText.escaped(value) + "</td>");
  }

  private String hashrates(Map<String, @Nullable Object> facts) {
    List<String> rates = new ArrayList<>();
    if (facts.get("hashrate") instanceof Map<?, ?> byAlgorithm) {
      byAlgorithm.forEach((algorithm, rate) -> rates.add(algorithm + " " + Quantities.hashrate(JsonTree.number(rate, "low")) + " – "
          + Quantities.hashrate(JsonTree.number(rate, "high"))));
    }
    return rates.isEmpty() ? "–" : listed(rates, MAX_RATES, "; ");
  }

  private void evidence(long sessions) throws IOException {
    List<Access> accesses = new ArrayList<>();
    miners.forEach(miner -> miner.sessions.forEach(session -> accesses.add(new Access(String.valueOf(miner.facts.get("ip")), session))));
    accesses.sort(Comparator.comparing(Access::session, SUREST_SESSION));
    out.write("<h2>" + text("notice.evidence") + "</h2>\n<table class=\"evidence\"><thead><tr>");
    for (String key : new String[] {"time", "notice.access", "notice.signs"}) {
      out.write("<th>" + text(key) + "</th>");
    }
    out.write("</tr></thead>\n");
    int shown = Math.min(MAX_EVIDENCE, accesses.size());
    for (Access access : accesses.subList(0, shown)) {
      evidence(access.ip, access.session);
    }
    out.write("</table>\n");
    more("notice.moreSessions", sessions - shown);
  }

  private void sources() throws IOException {
    List<ReportInput.Source> sources = input.sources();
    for (ReportInput.Source source : sources.subList(0, Math.min(MAX_FILES, sources.size()))) {
      out.write("<p class=\"soft\">" + text("file") + ": " + HtmlText.escaped(cutPath(source.name())) + " · " + text("sha256") + " <code>"
          + source.sha256() + "</code></p>\n");
    }
    more("notice.moreFiles", sources.size() - MAX_FILES);
  }

  private void evidence(String ip, Map<String, @Nullable Object> session) throws IOException {
    String host = JsonTree.text(session, "pool_host");
    out.write("<tr>");
    cell(HtmlText.second(String.valueOf(session.get("first_seen"))));
    cell(ReportInput.endpoint(ip, session.get("src_port")) + " → " + ReportInput.endpoint(session)
        + (host == null ? "" : " (" + cut(host, MAX_CHARS) + ")"));
    out.write("<td>" + HtmlText.escaped(signs(session)) + "<br><code>" + HtmlText.escaped(String.valueOf(session.get("sha256")))
        + "</code>" + proof(session) + "</td></tr>\n");
  }

  /** The file with the packets, with its hash. */
  private static String proof(Map<String, @Nullable Object> session) {
    String file = JsonTree.text(session, "evidence_file");
    return file == null ? "" : "<br>" + HtmlText.escaped(cutPath(file)) + "<br><code>" + session.get("evidence_sha256") + "</code>";
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
    return capture == null ? signs : signs + " · " + cutPath(capture);
  }

  private void more(String key, long count) throws IOException {
    if (count > 0) {
      out.write("<p class=\"soft\">" + HtmlText.escaped(texts.of(key, HtmlText.count((double) count))) + "</p>\n");
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
    List<String> cases = new ArrayList<>();
    addresses.forEach((status, ips) -> cases.add(isOne ? status : listed(ips, MAX_VALUES, ", ") + ": " + status));
    return listed(cases, MAX_VALUES, "; ");
  }

  private String caseOf(Map<String, @Nullable Object> host) {
    String status = JsonTree.text(host, "case", "status");
    if (status == null) {
      return "";
    }
    String note = JsonTree.text(host, "case", "note");
    boolean isFalse = status.equals(CaseFile.State.FALSE_ALARM.label());
    return texts.of("status." + status) + " " + JsonTree.text(host, "case", "date")
        + (note == null ? "" : " · " + cut(note, MAX_LINE_CHARS))
        + (isFalse ? " · " + texts.of("notice.falseAlarm") : Boolean.TRUE.equals(JsonTree.at(host, "case", "mined_since"))
            ? " · " + texts.of("minedSince") : "");
  }
}
