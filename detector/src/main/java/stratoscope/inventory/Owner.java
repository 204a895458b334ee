package stratoscope.inventory;

import org.jspecify.annotations.Nullable;

/**
 * Whose addresses are, as a row of an inventory says it; null where it says nothing. Immutable.
 *
 * @param nature {@code residential}, {@code enterprise}, {@code state_owned}, {@code public_institution}, {@code school},
 *     {@code data_centre}, {@code mobile}, {@code carrier_nat}, {@code unknown}, or a word of the inventory's own
 * @param tariffClass of its electricity
 * @param contact personal data of whoever is to be told
 */
public record Owner(@Nullable String name, @Nullable String nature, @Nullable String region, @Nullable String site,
    @Nullable String account, @Nullable String tariffClass, @Nullable String contact) {
  /** Of which nothing is known. */
  public static final Owner UNKNOWN = new Owner(null, null, null, null, null, null, null);

  /** False for {@link #UNKNOWN} and what equals it. */
  public boolean isKnown() {
    return name != null || nature != null || region != null || site != null || account != null || tariffClass != null || contact != null;
  }

  Owner withAccount(String other) {
    return new Owner(name, nature, region, site, other, tariffClass, contact);
  }
}
