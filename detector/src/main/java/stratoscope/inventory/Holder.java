package stratoscope.inventory;

import java.util.Objects;
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

  /** What tells the customers of one address apart: the subscriber, else the account, else the owner; empty if none is known. */
  public String customer() {
    return customer(subscriber == null ? null : subscriber.id(), owner.account(), owner.name());
  }

  /** The same of what records say. */
  public static String customer(@Nullable String subscriber, @Nullable String account, @Nullable String owner) {
    return subscriber != null ? subscriber : account != null ? account : Objects.requireNonNullElse(owner, "");
  }
}
