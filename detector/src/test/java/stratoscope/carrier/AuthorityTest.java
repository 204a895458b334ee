package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom requests name, in all ways of writing it. */
class AuthorityTest {
  @ParameterizedTest
  @CsvSource({"pool.example:3333,pool.example,3333", "pool.example,pool.example,0", "[::1]:5,::1,5", "[::1],::1,0", "::1,::1,0",
      "a:b,a,0", "a:99999,a,0", ":1,,1", "a:,a,0", "user@pool.example:1,pool.example,1", "me:x@y@[::1]:5,::1,5", "' a:1 ',a,1"})
  void of_hostAndPort_areSplit(String authority, String host, int port) {
    assertThat(Authority.of(authority)).isEqualTo(new Authority(host, port));
  }

  @Test
  void of_nothing_namesNothing() {
    assertThat(Authority.of(null)).isEqualTo(new Authority(null, 0));
    assertThat(Authority.of(" ")).isEqualTo(new Authority(null, 0));
    assertThat(Authority.of("user@")).isEqualTo(new Authority(null, 0));
  }

  @Test
  void of_longerThanAnyName_isNoHost() {
    assertThat(Authority.of("x".repeat(255) + ":65535").host()).hasSize(255);
    assertThat(Authority.of("x".repeat(256))).isEqualTo(new Authority(null, 0));
  }
}
