package stratoscope.record;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.host.HostCase;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Subscriber;
import stratoscope.inventory.Tariff;
import stratoscope.profile.Finding;
import stratoscope.profile.Power;

/** The parts of records that make a case of a finding: whose an address is, what it takes, what that costs, of what kind it is. */
final class CaseRecords {
  private CaseRecords() {}

  static void machine(JsonGenerator g, Finding.Machine machine) throws IOException {
    JsonRecords.number(g, "active_seconds", machine.activeSeconds());
    if (!machine.pace().pauses().isEmpty()) {
      g.writeNumberField("paused_seconds", machine.pace().pausedSeconds());
    }
    if (!machine.contradictions().isEmpty()) {
      JsonRecords.texts(g, "contradictions", machine.contradictions());
    }
    Power power = machine.power();
    power(g, power != null, power == null ? 0 : power.lowWatts(), power == null ? 0 : power.highWatts(),
        power == null ? "" : power.assumes());
  }

  private static void power(JsonGenerator g, boolean isKnown, double low, double high, String assumes) throws IOException {
    if (!isKnown) {
      g.writeNullField("power_watts");
      return;
    }
    g.writeObjectFieldStart("power_watts");
    g.writeNumberField("low", low);
    g.writeNumberField("high", high);
    JsonRecords.text(g, "assumes", assumes);
    g.writeEndObject();
  }

  /** What is known of who had the address of a session. */
  static void holder(JsonGenerator g, Holder holder) throws IOException {
    Owner owner = holder.owner();
    ifKnown(g, "owner", owner.name());
    ifKnown(g, "nature", owner.nature());
    ifKnown(g, "region", owner.region());
    ifKnown(g, "account", owner.account());
    if (holder.subscriber() != null) {
      g.writeFieldName("subscriber");
      subscriber(g, holder.subscriber());
    }
  }

  static void holder(JsonGenerator g, HostCase facts) throws IOException {
    Holder holder = facts.holder();
    Owner owner = holder.owner();
    JsonRecords.text(g, "owner", owner.name());
    JsonRecords.text(g, "nature", owner.nature());
    JsonRecords.text(g, "region", owner.region());
    Long asn = holder.place().asn();
    if (asn == null) {
      g.writeNullField("asn");
    } else {
      g.writeNumberField("asn", asn);
    }
    ifKnown(g, "site", owner.site());
    ifKnown(g, "account", owner.account());
    ifKnown(g, "tariff_class", owner.tariffClass());
    ifKnown(g, "contact", owner.contact());
    ifKnown(g, "as_organisation", holder.place().organisation());
    ifKnown(g, "country", holder.place().country());
    ifKnown(g, "city", holder.place().city());
    if (!facts.subscribers().isEmpty()) {
      g.writeArrayFieldStart("subscribers");
      for (Subscriber subscriber : facts.subscribers()) {
        subscriber(g, subscriber);
      }
      g.writeEndArray();
    }
  }

  private static void subscriber(JsonGenerator g, Subscriber subscriber) throws IOException {
    g.writeStartObject();
    JsonRecords.text(g, "id", subscriber.id());
    JsonRecords.text(g, "name", subscriber.name());
    g.writeStringField("source", subscriber.source());
    JsonRecords.text(g, "private_ip", subscriber.privateAddress() == null ? null : subscriber.privateAddress().toString());
    JsonRecords.text(g, "from", subscriber.fromMicros() == Long.MIN_VALUE ? null : Timestamps.rfc3339(subscriber.fromMicros()));
    JsonRecords.text(g, "to", subscriber.toMicros() == Long.MAX_VALUE ? null : Timestamps.rfc3339(subscriber.toMicros()));
    g.writeEndObject();
  }

  private static void ifKnown(JsonGenerator g, String name, @Nullable String value) throws IOException {
    if (value != null) {
      JsonRecords.text(g, name, value);
    }
  }

  static void takes(JsonGenerator g, HostCase facts) throws IOException {
    HostCase.HostPower power = facts.power();
    power(g, power != null, power == null ? 0 : power.lowWatts(), power == null ? 0 : power.highWatts(),
        power == null ? "" : power.assumes());
    if (power == null) {
      g.writeNullField("energy_kwh");
    } else {
      g.writeObjectFieldStart("energy_kwh");
      g.writeNumberField("low", power.lowKwh());
      g.writeNumberField("high", power.highKwh());
      g.writeNumberField("sessions", power.sessions());
      g.writeNumberField("active_seconds", power.activeSeconds());
      g.writeEndObject();
    }
    g.writeFieldName("surcharge");
    JsonTree.write(g, Surcharges.sum(facts.surcharges().stream().map(CaseRecords::surcharge).toList()));
    g.writeStringField("kind", facts.kind());
    JsonRecords.texts(g, "kind_reasons", facts.reasons());
  }

  private static Map<String, @Nullable Object> surcharge(HostCase.Surcharge surcharge) {
    Tariff tariff = surcharge.tariff();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("amount_low", orNull(surcharge.low()));
    members.put("amount_high", orNull(surcharge.high()));
    members.put("currency", tariff.currency());
    members.put("tariff", tariff.id());
    members.put("per_kwh", orNull(tariff.perKwh()));
    members.put("status", tariff.status());
    members.put("whole_meter", tariff.isWholeMeter());
    if (tariff.note() != null) {
      members.put("note", tariff.note());
    }
    members.put("source", tariff.source());
    return members;
  }

  private static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
