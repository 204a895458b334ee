package stratoscope.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.Tariff;
import stratoscope.inventory.Tariffs;

/** Reads {@code tariffs.yaml}. */
final class TariffsFile {
  static final String NAME = "tariffs.yaml";

  private TariffsFile() {}

  static Tariffs read(YamlNode file) throws RuleFileException {
    List<Tariff> tariffs = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    file.member(file.members(Set.of("tariffs")), "tariffs").forEach(node -> {
      Map<String, YamlNode> m = node.members(Set.of("id", "region", "names", "per_kwh", "currency", "tax_included", "from", "status",
          "basis", "whole_meter", "note", "source"));
      String id = node.member(m, "id").text();
      if (!ids.add(id)) {
        throw node.error("tariff '" + id + "' is here twice");
      }
      String currency = node.member(m, "currency").text();
      if (!currency.matches("[A-Z]{3}")) {
        throw node.member(m, "currency").error("'" + currency + "' is no currency of three letters (CNY)");
      }
      tariffs.add(new Tariff(id, node.member(m, "region").text(), names(m.get("names")), amount(m.get("per_kwh")), currency,
          m.containsKey("tax_included") ? (Boolean) node.member(m, "tax_included").bool() : null,
          m.containsKey("from") ? node.member(m, "from").dayMicros() : Long.MIN_VALUE, node.member(m, "status").text(),
          node.member(m, "basis").text(), m.containsKey("whole_meter") && node.member(m, "whole_meter").bool(),
          m.containsKey("note") ? node.member(m, "note").text() : null, node.member(m, "source").text()));
    });
    return new Tariffs(tariffs);
  }

  private static List<String> names(@Nullable YamlNode node) throws RuleFileException {
    List<String> names = new ArrayList<>();
    if (node != null) {
      for (YamlNode name : node.elements()) {
        names.add(name.text());
      }
    }
    return List.copyOf(names);
  }

  private static double amount(@Nullable YamlNode node) throws RuleFileException {
    if (node == null) {
      return Double.NaN;
    }
    if (node.number() < 0) {
      throw node.error("an amount is not below 0");
    }
    return node.number();
  }
}
