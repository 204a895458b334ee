package stratoscope.report;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;
import stratoscope.record.JsonTree;
import stratoscope.record.Surcharges;

/** What the hosts of a report add up to. One thread. False alarms are counted as such, and nowhere else. */
final class ReportSums {
  final Map<String, Long> byVerdict = new TreeMap<>();
  /** Of cases, whatever their verdict. */
  final Map<String, Long> byStatus = new TreeMap<>();
  /** By currency: from the least to the most, and the same of drafts alone. */
  final Map<String, double[]> surcharges = new TreeMap<>();
  long sessions;
  double lowRigs;
  double highRigs;
  double lowKwh;
  double highKwh;
  boolean hasEnergy;
  String from = "9";
  String to = "0";

  void add(Map<String, ?> host) {
    String status = JsonTree.text(host, "case", "status");
    if (status != null) {
      byStatus.merge(status, 1L, Long::sum);
    }
    if (CaseFile.State.FALSE_ALARM.label().equals(status)) {
      return;
    }
    byVerdict.merge(String.valueOf(host.get("verdict")), 1L, Long::sum);
    sessions += (long) orZero(JsonTree.number(host, "sessions"));
    if (!isAtClients(host)) {
      addMachines(host);
    }
    String first = JsonTree.text(host, "first_seen");
    String last = JsonTree.text(host, "last_seen");
    from = first != null && first.compareTo(from) < 0 ? first : from;
    to = last != null && last.compareTo(to) > 0 ? last : to;
  }

  /** True of a proxy that miners were seen to log in at. */
  static boolean isAtClients(Map<String, ?> host) {
    return Boolean.TRUE.equals(JsonTree.at(host, "rigs", "at_clients"));
  }

  /** Not for a proxy whose clients are hosts of the report themselves: their machines, and what these take, would count twice. */
  private void addMachines(Map<String, ?> host) {
    lowRigs += orZero(JsonTree.number(host, "rigs", "low"));
    highRigs += orZero(JsonTree.number(host, "rigs", "high"));
    double low = JsonTree.number(host, "energy_kwh", "low");
    if (!Double.isNaN(low)) {
      hasEnergy = true;
      lowKwh += low;
      highKwh += JsonTree.number(host, "energy_kwh", "high");
    }
    Surcharges.parts(host.get("surcharge")).forEach(this::addSurcharge);
  }

  private void addSurcharge(Map<String, @Nullable Object> part) {
    double low = JsonTree.number(part, "amount_low");
    double high = JsonTree.number(part, "amount_high");
    if (!Double.isNaN(low)) {
      double[] sums = surcharges.computeIfAbsent(String.valueOf(part.get("currency")), first -> new double[4]);
      sums[0] += low;
      sums[1] += high;
      sums[2] += Surcharges.isDraft(part) ? low : 0;
      sums[3] += Surcharges.isDraft(part) ? high : 0;
    }
  }

  /** What is due in a currency, for people, and how much of it rests on drafts. */
  String surcharge(String currency, ReportTexts texts) {
    double[] sums = surcharges.getOrDefault(currency, new double[4]);
    return HtmlText.range(sums[0], sums[1]) + " " + currency
        + (sums[3] == 0 ? "" : " " + texts.of("ofDrafts", HtmlText.range(sums[2], sums[3]) + " " + currency));
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
