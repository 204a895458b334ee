package stratoscope.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import stratoscope.profile.CoinbaseTags;

/**
 * Writes {@code rules/pools/coinbase-tags.yaml} anew from {@code pools-v2.json} of the project mempool/mining-pools: the names of pools
 * and the texts they sign coinbase transactions with. Leaves out pools without such a text, and texts too short to prove anything.
 * Nothing needs it to build or run; its arguments are the JSON file and the day of its last change.
 */
public final class MakeCoinbaseTags {
  private static final String HEADER = """
      # Texts by which pools sign the coinbase transactions of their blocks. Schema and use: ../README.md
      # Written by stratoscope.testing.MakeCoinbaseTags from pools-v2.json of https://github.com/mempool/mining-pools, as of %s.
      # Names and texts only, in the order of their source, and under its licence:
      #
      # MIT License
      #
      # Copyright (c) 2019 btc.com
      #
      # Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
      # (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
      # publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
      # so, subject to the following conditions:
      #
      # The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.
      #
      # THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
      # MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
      # FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
      # CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
      pools:
      """;

  private MakeCoinbaseTags() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: MakeCoinbaseTags POOLS-V2.JSON DAY");
      System.exit(2);
    }
    Path file = MakePcaps.root().resolveSibling("rules/pools/coinbase-tags.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, yamlOf(Files.readString(Path.of(arguments[0])), arguments[1]));
    System.out.println(file);
  }

  /** The whole file, made of what the JSON holds; JSON is YAML too. */
  static String yamlOf(String json, String day) {
    StringBuilder yaml = new StringBuilder(HEADER.replace("%s", day));
    for (Object element : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(json)) {
      Map<?, ?> pool = (Map<?, ?>) element;
      List<String> tags = new ArrayList<>();
      for (Object tag : (List<?>) pool.get("tags")) {
        if (((String) tag).getBytes(StandardCharsets.UTF_8).length >= CoinbaseTags.MIN_TAG_BYTES) {
          tags.add(quoted((String) tag));
        }
      }
      if (!tags.isEmpty()) {
        yaml.append("  - {name: ").append(quoted((String) pool.get("name"))).append(", tags: ").append(tags).append("}\n");
      }
    }
    return yaml.toString();
  }

  /** In double quotes, where YAML needs no escapes but these two. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
