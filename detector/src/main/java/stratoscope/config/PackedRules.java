package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The rule files inside the jar, parsed when it is built: each start reads them, and parsing YAML would take more time than all else that a
 * start does. {@link RulePacker} writes them: their hash, how many, then a name and a tree each; a node is one byte of kind and what
 * follows from it.
 */
final class PackedRules {
  /** Where the build puts them among the classes. */
  private static final String RESOURCE = "/rules.packed";

  static final int NULL = 0;
  static final int TEXT = 1;
  static final int LIST = 2;
  static final int MAPPING = 3;

  private static final ByteBuffer PACKED = packed();
  private static final String HASH = text(PACKED);
  private static final Map<String, Node> SHIPPED = read(PACKED);

  private PackedRules() {}

  /** The tree of a shipped file by its name within {@code rules/}; null if there is no such file. */
  static @Nullable Node of(String name) {
    return SHIPPED.get(name);
  }

  /** Of all shipped files, as {@link FolderHash} makes it of a folder. */
  static String hash() {
    return HASH;
  }

  private static ByteBuffer packed() {
    try (InputStream in = PackedRules.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing: the build makes it");
      }
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Node> read(ByteBuffer in) {
    int count = in.getInt();
    Map<String, Node> files = new HashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      files.put(text(in), node(in));
    }
    return files;
  }

  private static Node node(ByteBuffer in) {
    int kind = in.get();
    if (kind == NULL || kind == TEXT) {
      return new ScalarNode(kind == NULL ? Tag.NULL : Tag.STR, text(in), ScalarStyle.PLAIN);
    }
    int size = in.getInt();
    if (kind == LIST) {
      List<Node> elements = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        elements.add(node(in));
      }
      return new SequenceNode(Tag.SEQ, elements, FlowStyle.BLOCK);
    }
    List<NodeTuple> members = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      members.add(new NodeTuple(node(in), node(in)));
    }
    return new MappingNode(Tag.MAP, members, FlowStyle.BLOCK);
  }

  /** A length of four bytes, and as many bytes of UTF-8. */
  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
