package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.record.SampleFinding.address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The TCP flows of the specification's own baseline (corelight/community-id-spec, baseline_deflt.json), and what it leaves open. */
class CommunityIdTest {

  @ParameterizedTest
  @CsvSource({
      "128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
      "66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
      "2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25, 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
      "2607:f8b0:400c:c03::1a, 25, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="})
  void ofTcp_givesThePublishedIds(String address, int port, String otherAddress, int otherPort, String id) {
    assertThat(CommunityId.ofTcp(address(address), port, address(otherAddress), otherPort)).isEqualTo(id);
  }

  @Test
  void ofTcp_sameAddress_isOrderedByPort() {
    String id = CommunityId.ofTcp(address("127.0.0.1"), 80, address("127.0.0.1"), 50000);
    assertThat(CommunityId.ofTcp(address("127.0.0.1"), 50000, address("127.0.0.1"), 80)).isEqualTo(id);
    assertThat(CommunityId.ofTcp(address("127.0.0.1"), 50000, address("127.0.0.1"), 81)).isNotEqualTo(id);
  }

  @Test
  void ofTcp_ordersAddressesAsUnsignedBytes() {
    String id = CommunityId.ofTcp(address("10.0.0.1"), 1, address("200.0.0.1"), 2);
    assertThat(CommunityId.ofTcp(address("200.0.0.1"), 2, address("10.0.0.1"), 1)).isEqualTo(id);
    assertThat(CommunityId.ofTcp(address("200.0.0.1"), 1, address("10.0.0.1"), 2)).as("ports go with their address").isNotEqualTo(id);
  }
}
