package stratoscope.inventory;

import org.jspecify.annotations.Nullable;

/**
 * Where an address is on the Internet and on earth, as a database says it; null where it says nothing. Immutable.
 *
 * @param asn number of the autonomous system
 * @param country code of ISO 3166, or the name if the database has no code
 */
public record Place(@Nullable Long asn, @Nullable String organisation, @Nullable String country, @Nullable String city) {
  /** Of which nothing is known. */
  public static final Place UNKNOWN = new Place(null, null, null, null);

  Place orElse(Place other) {
    return new Place(asn == null ? other.asn : asn, organisation == null ? other.organisation : organisation,
        country == null ? other.country : country, city == null ? other.city : city);
  }
}
