package stratoscope.host;

import java.util.List;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Subscriber;
import stratoscope.inventory.Tariff;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The way of whose a host is into the state of a sensor and back. */
final class SavedHost {
  private SavedHost() {}

  static void save(Owner owner, StateWriter out) {
    out.text(owner.name()).text(owner.nature()).text(owner.region()).text(owner.site()).text(owner.account()).text(owner.tariffClass())
        .text(owner.contact());
  }

  static Owner owner(StateReader in) throws StateException {
    return new Owner(in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text());
  }

  static void save(Tariff tariff, StateWriter out) {
    Boolean taxed = tariff.isTaxIncluded();
    out.text(tariff.id()).text(tariff.region()).texts(tariff.names()).decimal(tariff.perKwh()).text(tariff.currency())
        .truth(taxed != null).truth(Boolean.TRUE.equals(taxed)).number(tariff.fromMicros()).text(tariff.status()).text(tariff.basis())
        .truth(tariff.isWholeMeter()).text(tariff.note()).text(tariff.source());
  }

  static Tariff tariff(StateReader in) throws StateException {
    String id = in.someText();
    String region = in.someText();
    List<String> names = List.copyOf(in.texts());
    double perKwh = in.decimal();
    String currency = in.someText();
    boolean isTaxKnown = in.truth();
    boolean isTaxed = in.truth();
    return new Tariff(id, region, names, perKwh, currency, isTaxKnown ? (Boolean) isTaxed : null, in.number(), in.someText(), in.someText(),
        in.truth(), in.text(), in.someText());
  }

  static void save(Subscriber subscriber, StateWriter out) {
    out.text(subscriber.id()).text(subscriber.name()).text(subscriber.source()).truth(subscriber.privateAddress() != null);
    if (subscriber.privateAddress() != null) {
      out.address(subscriber.privateAddress());
    }
    out.number(subscriber.fromMicros()).number(subscriber.toMicros());
  }

  static Subscriber subscriber(StateReader in) throws StateException {
    return new Subscriber(in.someText(), in.text(), in.someText(), in.truth() ? in.address() : null, in.number(), in.number());
  }
}
