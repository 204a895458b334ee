package stratoscope.inventory;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The way of a {@link Holder} into the state of a sensor and back. */
public final class SavedHolder {
  private SavedHolder() {}

  public static void save(Holder holder, StateWriter out) {
    Owner owner = holder.owner();
    out.text(owner.name()).text(owner.nature()).text(owner.region()).text(owner.site()).text(owner.account()).text(owner.tariffClass())
        .text(owner.contact());
    Place place = holder.place();
    out.count(place.asn()).text(place.organisation()).text(place.country()).text(place.city()).truth(holder.subscriber() != null);
    if (holder.subscriber() != null) {
      save(holder.subscriber(), out);
    }
  }

  public static Holder restore(StateReader in) throws StateException {
    Owner owner = new Owner(in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text());
    Place place = new Place(in.count(), in.text(), in.text(), in.text());
    return new Holder(owner, in.truth() ? subscriber(in) : null, place);
  }

  public static void save(Subscriber subscriber, StateWriter out) {
    out.text(subscriber.id()).text(subscriber.name()).text(subscriber.source()).truth(subscriber.privateAddress() != null);
    if (subscriber.privateAddress() != null) {
      out.address(subscriber.privateAddress());
    }
    out.number(subscriber.fromMicros()).number(subscriber.toMicros());
  }

  public static Subscriber subscriber(StateReader in) throws StateException {
    return new Subscriber(in.someText(), in.text(), in.someText(), in.truth() ? in.address() : null, in.number(), in.number());
  }
}
