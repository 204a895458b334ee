package stratoscope.config;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import stratoscope.names.PoolDirectory;
import stratoscope.names.WebLabels;

/** Packs a folder of rules into the files that {@link PackedRules} and {@link PackedPools} read. A step of the build. */
public final class RulePacker {
  private RulePacker() {}

  /**
   * Packs all YAML files of a folder into one file, and the rows of its CSV files into another.
   *
   * @param args the folder, and the files to write
   */
  public static void main(String[] args) throws IOException, RuleFileException {
    Path folder = Path.of(args[0]);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    try (OutputStream file = Files.newOutputStream(Path.of(args[1]));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file))) {
      text(FolderHash.of(folder), out);
      out.writeInt(files.size());
      for (Path each : files) {
        text(folder.relativize(each).toString().replace('\\', '/'), out);
        write(YamlNode.parse(each.toString(), Files.newInputStream(each)), out);
      }
    }
    packPools(folder, Path.of(args[2]));
  }

  private static void packPools(Path folder, Path packed) throws IOException, RuleFileException {
    RuleProblems problems = new RuleProblems();
    PoolDirectory pools = new PoolFiles(WebLabels.NONE, Map.of(), problems, (entry, file, line) -> {}).read(PoolFiles.in(folder));
    Optional<RuleFileException> error = problems.firstError();
    if (error.isPresent()) {
      throw error.get();
    }
    try (OutputStream file = Files.newOutputStream(packed);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file))) {
      pools.pack(out);
    }
  }

  private static void write(Node node, DataOutputStream out) throws IOException {
    if (node instanceof ScalarNode scalar) {
      out.writeByte(scalar.getTag().equals(Tag.NULL) ? PackedRules.NULL : PackedRules.TEXT);
      text(scalar.getValue(), out);
    } else if (node instanceof SequenceNode sequence) {
      out.writeByte(PackedRules.LIST);
      out.writeInt(sequence.getValue().size());
      for (Node element : sequence.getValue()) {
        write(element, out);
      }
    } else if (node instanceof MappingNode mapping) {
      out.writeByte(PackedRules.MAPPING);
      out.writeInt(mapping.getValue().size());
      for (NodeTuple member : mapping.getValue()) {
        write(member.getKeyNode(), out);
        write(member.getValueNode(), out);
      }
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
