package stratoscope.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What electricity used for mining costs in a region beside its price; data from {@code rules/tariffs.yaml}. Immutable.
 *
 * @param names of the region, as inventories write it
 * @param perKwh amount per kilowatt-hour; NaN where a policy has no figure
 * @param currency code of ISO 4217
 * @param isTaxIncluded null if not known
 * @param fromMicros since 1970; {@link Long#MIN_VALUE} if not known
 * @param status {@code in force}, {@code draft for comment}
 * @param isWholeMeter whether all that a meter counts is subject to it, where mining shares the meter with other use
 */
public record Tariff(String id, String region, List<String> names, double perKwh, String currency, @Nullable Boolean isTaxIncluded,
    long fromMicros, String status, String basis, boolean isWholeMeter, @Nullable String note, String source) {}
