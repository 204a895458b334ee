package stratoscope.host;

import stratoscope.inventory.Owner;
import stratoscope.inventory.Subscriber;
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
