package stratoscope.host;

import stratoscope.inventory.Inventory;
import stratoscope.inventory.Tariffs;

/** Whose hosts are, and what their electricity costs. Immutable. */
public record Ownership(Inventory inventory, Tariffs tariffs) {
  /** Nobody's, as far as is known. */
  public static final Ownership UNKNOWN = new Ownership(Inventory.NONE, Tariffs.NONE);
}
