package stratoscope.record;

import org.jspecify.annotations.Nullable;

/**
 * What records rest on besides packets, so that whoever reads them can have the same.
 *
 * @param program with its version
 * @param rules folder of the rules; null for those within the program
 * @param rulesHash SHA-256 of the files of {@code rules/}
 * @param inventory file or folder; null if there was none
 * @param inventoryHash SHA-256 of its files
 * @param inventoryRows of prefixes, leases, sessions and translations that are used
 * @param inventoryProblems rows, columns and files that could not be used
 */
public record MadeBy(String program, @Nullable String rules, String rulesHash, @Nullable String inventory, @Nullable String inventoryHash,
    @Nullable Long inventoryRows, @Nullable Long inventoryProblems) {

  /** The same without e-mail addresses, which names of files may hold. */
  public MadeBy masked(IdentityMask mask) {
    return new MadeBy(program, rules == null ? null : mask.fileName(rules), rulesHash, inventory == null ? null : mask.fileName(inventory),
        inventoryHash, inventoryRows, inventoryProblems);
  }
}
