package stratoscope.inventory;

/** An inventory, or a file of it, can't be used at all; the message says which, why, and what to do. */
public final class InventoryException extends Exception {
  private static final long serialVersionUID = 1;

  InventoryException(String message) {
    super(message);
  }
}
