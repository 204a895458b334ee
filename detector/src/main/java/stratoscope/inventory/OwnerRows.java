package stratoscope.inventory;

import java.util.List;

/** Rows of inventories, counted from 0: whose each is, and when it is valid. Immutable; for any number of threads. */
final class OwnerRows {
  /** Without accounts. */
  private final List<Owner> owners;
  private final int[] ownerOfRow;
  private final RowTexts accounts;
  private final RowFacts facts;

  /**
   * Rows as they were read.
   *
   * @param owners without accounts
   * @param ownerOfRow of each row, the number of its owner
   */
  OwnerRows(List<Owner> owners, int[] ownerOfRow, RowTexts accounts, RowFacts facts) {
    this.owners = owners;
    this.ownerOfRow = ownerOfRow;
    this.accounts = accounts;
    this.facts = facts;
  }

  int count() {
    return ownerOfRow.length;
  }

  Owner owner(int row) {
    String account = accounts.get(row);
    return account == null ? ownerButAccount(row) : ownerButAccount(row).withAccount(account);
  }

  /** Of many rows the same object. Allocates nothing. */
  Owner ownerButAccount(int row) {
    return owners.get(ownerOfRow[row]);
  }

  /** Each once or, where rows of one lie far apart, several times. */
  List<Owner> owners() {
    return owners;
  }

  /** Which of the {@link #owners} a row belongs to. */
  int ownerNumber(int row) {
    return ownerOfRow[row];
  }

  RowTexts accounts() {
    return accounts;
  }

  RowFacts facts() {
    return facts;
  }
}
