package stratoscope.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code surcharge} of host records: of one tariff, or of several, of which each is one of its {@code parts}. */
public final class Surcharges {
  private static final String LOW = "amount_low";
  private static final String HIGH = "amount_high";
  private static final String PARTS = "parts";

  private Surcharges() {}

  /** Those of single tariffs that one is made of: itself, if it is of one; none if it is null. */
  public static List<Map<String, @Nullable Object>> parts(@Nullable Object surcharge) {
    List<Map<String, @Nullable Object>> parts = new ArrayList<>(1);
    if (JsonTree.at(surcharge, PARTS) instanceof List<?> several) {
      several.forEach(part -> parts.addAll(parts(part)));
    } else if (surcharge instanceof Map<?, ?> one) {
      Map<String, @Nullable Object> part = new LinkedHashMap<>();
      one.forEach((name, value) -> part.put(String.valueOf(name), value));
      parts.add(part);
    }
    return parts;
  }

  /** Whether that of a single tariff is a draft, and nothing is due yet. */
  public static boolean isDraft(Map<String, @Nullable Object> part) {
    return String.valueOf(part.get("status")).contains("draft");
  }

  /** What several add up to; null if there is none. Amounts of several currencies stay apart. */
  public static @Nullable Map<String, @Nullable Object> sum(List<?> surcharges) {
    Map<Map<String, @Nullable Object>, Map<String, @Nullable Object>> byTariff = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> part : surcharges.stream().flatMap(each -> parts(each).stream()).toList()) {
      Map<String, @Nullable Object> tariff = new LinkedHashMap<>(part);
      tariff.keySet().removeAll(List.of(LOW, HIGH));
      Map<String, @Nullable Object> sum = byTariff.get(tariff);
      if (sum == null) {
        byTariff.put(tariff, part);
      } else {
        sum.put(LOW, added(List.of(sum, part), LOW));
        sum.put(HIGH, added(List.of(sum, part), HIGH));
      }
    }
    List<Map<String, @Nullable Object>> parts = new ArrayList<>(byTariff.values());
    return parts.size() < 2 ? parts.stream().findFirst().orElse(null) : sumOfParts(parts);
  }

  private static Map<String, @Nullable Object> sumOfParts(List<Map<String, @Nullable Object>> parts) {
    boolean isOneCurrency = texts(parts, "currency").size() == 1;
    Map<String, @Nullable Object> sum = new LinkedHashMap<>();
    sum.put(LOW, isOneCurrency ? added(parts, LOW) : null);
    sum.put(HIGH, isOneCurrency ? added(parts, HIGH) : null);
    sum.put("currency", String.join("; ", texts(parts, "currency")));
    sum.put("tariff", String.join("; ", texts(parts, "tariff")));
    sum.put("per_kwh", null);
    sum.put("status", String.join("; ", texts(parts, "status")));
    sum.put("whole_meter", parts.stream().anyMatch(part -> Boolean.TRUE.equals(part.get("whole_meter"))));
    Set<String> notes = texts(parts, "note");
    parts.stream().filter(part -> part.get("per_kwh") == null && part.get(LOW) == null)
        .forEach(part -> notes.add(part.get("tariff") + " has no figure and adds no amount"));
    if (!isOneCurrency) {
      notes.add("amounts of several currencies do not add up");
    }
    if (!notes.isEmpty()) {
      sum.put("note", String.join("; ", notes));
    }
    sum.put("source", String.join("; ", texts(parts, "source")));
    sum.put(PARTS, parts);
    return sum;
  }

  private static Set<String> texts(List<Map<String, @Nullable Object>> parts, String name) {
    Set<String> texts = new LinkedHashSet<>();
    parts.stream().flatMap(part -> Stream.ofNullable(JsonTree.text(part, name))).forEach(texts::add);
    return texts;
  }

  /** Of those that are known; null if none is. */
  private static @Nullable Double added(List<Map<String, @Nullable Object>> parts, String name) {
    return parts.stream().map(part -> JsonTree.number(part, name)).filter(amount -> !amount.isNaN()).reduce(Double::sum).orElse(null);
  }
}
