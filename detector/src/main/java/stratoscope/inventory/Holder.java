package stratoscope.inventory;

import org.jspecify.annotations.Nullable;

/**
 * All that is known of whose an address is at a time. Immutable.
 *
 * @param owner {@link Owner#UNKNOWN} if no inventory has it
 * @param subscriber who had it, as logs say; null if they don't
 */
public record Holder(Owner owner, @Nullable Subscriber subscriber, Place place) {
  /** Of which nothing is known. */
  public static final Holder UNKNOWN = new Holder(Owner.UNKNOWN, null, Place.UNKNOWN);
}
