package stratoscope.host;

import java.util.List;
import stratoscope.inventory.Tariff;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The way of a {@link Tariff} into the state of a sensor and back. */
final class SavedTariff {
  private SavedTariff() {}

  static void save(Tariff tariff, StateWriter out) {
    Boolean taxed = tariff.isTaxIncluded();
    out.text(tariff.id()).text(tariff.region()).texts(tariff.names()).decimal(tariff.perKwh()).text(tariff.currency())
        .truth(taxed != null).truth(Boolean.TRUE.equals(taxed)).number(tariff.fromMicros()).text(tariff.status()).text(tariff.basis())
        .truth(tariff.isWholeMeter()).text(tariff.note()).text(tariff.source());
  }

  static Tariff restore(StateReader in) throws StateException {
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
}
