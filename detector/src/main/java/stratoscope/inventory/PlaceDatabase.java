package stratoscope.inventory;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * A database of places in MaxMind's format, in the layouts of MaxMind (GeoLite2 ASN, Country, City; GeoIP2 ISP, Enterprise), IPinfo and
 * DB-IP: whatever a record holds of autonomous system, organisation, country and city is found under the names that they use. Not closed:
 * it lives as long as the process.
 */
final class PlaceDatabase {
  private static final String ASN_PREFIX = "AS";

  private final Reader reader;

  private PlaceDatabase(Reader reader) {
    this.reader = reader;
  }

  static PlaceDatabase open(Path file) throws IOException, InventoryException {
    try {
      return new PlaceDatabase(new Reader(file.toFile(), new CHMCache()));
    } catch (InvalidDatabaseException e) {
      throw new InventoryException(file + ": is no MMDB database: " + e.getMessage());
    }
  }

  /** Unknown where the database has no record, or a damaged one. */
  Place find(IpAddress address) {
    try {
      Map<?, ?> found = reader.get(InetAddress.getByAddress(address.bytes()), Map.class);
      return found == null ? Place.UNKNOWN : placeOf(found);
    } catch (IOException | IllegalArgumentException e) {
      return Place.UNKNOWN;
    }
  }

  private static Place placeOf(Map<?, ?> r) {
    Long asn = Stream.of(at(r, "autonomous_system_number"), at(r, "traits", "autonomous_system_number"), at(r, "asn"), at(r, "asn", "asn"))
        .map(PlaceDatabase::asnOf).filter(Objects::nonNull).findFirst().orElse(null);
    return new Place(asn,
        firstText(at(r, "autonomous_system_organization"), at(r, "traits", "autonomous_system_organization"), at(r, "as_name"),
            at(r, "asn", "name"), at(r, "as_organization"), at(r, "organization"), at(r, "isp"), at(r, "traits", "isp"),
            at(r, "traits", "organization"), at(r, "org")),
        firstText(at(r, "country", "iso_code"), at(r, "country_code"), at(r, "country", "names", "en"), at(r, "country")),
        firstText(at(r, "city", "names", "en"), at(r, "city")));
  }

  private static @Nullable Object at(Map<?, ?> record, String... path) {
    Object value = record;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value;
  }

  private static @Nullable String firstText(@Nullable Object... values) {
    for (Object value : values) {
      if (value instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable Long asnOf(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (value instanceof String text && text.startsWith(ASN_PREFIX) && text.length() <= 12
        && text.chars().skip(2).allMatch(c -> c >= '0' && c <= '9') && text.length() > 2) {
      return Long.parseLong(text.substring(2));
    }
    return null;
  }
}
