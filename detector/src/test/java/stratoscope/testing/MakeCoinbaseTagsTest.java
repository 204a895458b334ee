package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The file of coinbase tags as it is made from its source. */
class MakeCoinbaseTagsTest {
  private static final String SOURCE = """
      [{"id": 1, "name": "Some \\"Pool\\"", "addresses": ["1A"], "tags": ["/some/", "abc", "🐟"], "link": "https://pool.example"},
       {"id": 2, "name": "Silent", "addresses": ["1B"], "tags": [], "link": "https://silent.example"},
       {"id": 3, "name": "Back\\\\slash", "addresses": [], "tags": ["back\\\\slash: {x}"]}]
      """;

  @Test
  void yamlOf_keepsNamesAndTagsThatProveSomething() {
    String yaml = MakeCoinbaseTags.yamlOf(SOURCE, "2026-02-24");
    assertThat(yaml).contains("mempool/mining-pools", "2026-02-24", "MIT License", "Copyright (c) 2019 btc.com");
    assertThat(yaml.lines().filter(line -> !line.startsWith("#"))).containsExactly(
        "pools:",
        "  - {name: \"Some \\\"Pool\\\"\", tags: [\"/some/\", \"🐟\"]}",
        "  - {name: \"Back\\\\slash\", tags: [\"back\\\\slash: {x}\"]}");
  }
}
