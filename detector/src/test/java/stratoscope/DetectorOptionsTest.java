package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How detectors divide memory among them. */
class DetectorOptionsTest {
  private static final DetectorOptions ALL = DetectorOptions.defaults();

  private static long heldBytes(DetectorOptions options) {
    return (long) options.stratum().maxHeldBytes() + options.stratum().carrier().maxHeldBytes() + options.packet().maxFragmentBytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8})
  void memory_ofAllShares_isThatOfOne(int detectors) {
    assertThat(detectors * heldBytes(ALL.sharedBy(detectors))).isBetween(heldBytes(ALL) - 3 * detectors, heldBytes(ALL));
  }

  @Test
  void share_ofMany_stillHoldsWhatOneFlowMay() {
    DetectorOptions share = ALL.sharedBy(1000);
    assertThat(share.stratum().maxHeldBytes()).isGreaterThan(ALL.stratum().maxMessageBytes());
    assertThat(share.stratum().carrier().maxHeldBytes()).isGreaterThan(ALL.stratum().carrier().maxBodyBytes());
    assertThat(share.packet().maxFragmentBytes()).isGreaterThan(65_535);
    assertThat(share.stratum().maxMessageBytes()).isEqualTo(ALL.stratum().maxMessageBytes());
  }
}
