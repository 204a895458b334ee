package stratoscope.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stratoscope.profile.CoinbaseTags;

/** Reads {@code pools/coinbase-tags.yaml}. */
final class CoinbaseTagsFile {
  private CoinbaseTagsFile() {}

  static CoinbaseTags read(YamlNode file) throws RuleFileException {
    List<CoinbaseTags.Tag> tags = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    file.member(file.members(Set.of("pools")), "pools").forEach(node -> {
      Map<String, YamlNode> pool = node.members(Set.of("name", "tags"));
      String name = node.member(pool, "name").text();
      for (YamlNode tag : node.member(pool, "tags").elements()) {
        if (!texts.add(tag.text())) {
          throw tag.error("tag '" + tag.text() + "' is here twice");
        }
        if (tag.text().getBytes(StandardCharsets.UTF_8).length < CoinbaseTags.MIN_TAG_BYTES) {
          throw tag.error("tag '" + tag.text() + "' must be at least " + CoinbaseTags.MIN_TAG_BYTES + " bytes long to prove anything");
        }
        tags.add(new CoinbaseTags.Tag(tag.text(), name));
      }
    });
    return new CoinbaseTags(tags);
  }
}
