package stratoscope.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;

/** What a screening finds of an address that mines, while one customer has it. One thread. */
final class FoundAddress {
  final Owner owner;
  final @Nullable String subscriber;
  /** Whether an inventory or a log has it. */
  final boolean isListed;
  /** Or periods, in which it was found; of a subscriber, at all of his addresses. */
  final Set<String> inputs;
  Verdict verdict = Verdict.NONE;
  long micros;
  double lowKwh;
  double highKwh;
  boolean hasEnergy;

  FoundAddress(Owner owner, @Nullable String subscriber, boolean isListed, Set<String> inputs) {
    this.owner = owner;
    this.subscriber = subscriber;
    this.isListed = isListed;
    this.inputs = inputs;
  }

  boolean isOf(Owner other, @Nullable String otherSubscriber) {
    return subscriber == null ? otherSubscriber == null && owner.equals(other) : subscriber.equals(otherSubscriber);
  }

  /** As {@link Holder#customer} has it. */
  String customer() {
    return Holder.customer(subscriber, owner.account(), owner.name());
  }

  /** Both, of this one's owner. */
  FoundAddress with(FoundAddress other) {
    FoundAddress both = new FoundAddress(owner, subscriber, isListed, new TreeSet<>());
    for (FoundAddress one : List.of(this, other)) {
      both.verdict = both.verdict.compareTo(one.verdict) >= 0 ? both.verdict : one.verdict;
      both.micros = Math.max(both.micros, one.micros);
      both.hasEnergy |= one.hasEnergy;
      both.lowKwh += one.lowKwh;
      both.highKwh += one.highKwh;
      both.inputs.addAll(one.inputs);
    }
    return both;
  }
}
