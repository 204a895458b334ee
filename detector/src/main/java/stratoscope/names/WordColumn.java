package stratoscope.names;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column of which many cells are equal: holds each value once. One thread while it is filled, then immutable. */
final class WordColumn<T> {
  private final List<T> values = new ArrayList<>();
  private final Map<T, Integer> numbers = new HashMap<>();
  /** Which value, from 1 on; 0 for none. */
  private int[] cells = new int[64];
  private int size;
  /** Rows that follow each other mostly have the same value. */
  private @Nullable T last;
  private int lastNumber;

  void add(@Nullable T value) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, size + size / 2);
    }
    cells[size++] = value == null ? 0 : numberOf(value);
  }

  private int numberOf(T value) {
    if (value != last) {
      last = value;
      lastNumber = newNumberOf(value);
    }
    return lastNumber;
  }

  private int newNumberOf(T value) {
    Integer number = numbers.get(value);
    if (number == null) {
      values.add(value);
      number = values.size();
      numbers.put(value, number);
    }
    return number;
  }

  @Nullable T get(int row) {
    return cells[row] == 0 ? null : values.get(cells[row] - 1);
  }

  /** Gives back the room that is not used. */
  void trim() {
    cells = Arrays.copyOf(cells, size);
    numbers.clear();
  }

  /** Writes it: how many values, each with its length in front, then the cells. */
  void pack(DataOutputStream out, Function<T, String> textOf) throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      byte[] text = textOf.apply(value).getBytes(UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
    for (int i = 0; i < size; i++) {
      out.writeInt(cells[i]);
    }
  }

  /** Texts as {@link #pack} wrote them; the cells follow. */
  static List<String> texts(ByteBuffer in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      byte[] text = new byte[in.getInt()];
      in.get(text);
      texts.add(new String(text, UTF_8));
    }
    return texts;
  }

  void unpack(ByteBuffer in, int rows, List<T> all) {
    values.addAll(all);
    cells = new int[rows];
    size = rows;
    in.asIntBuffer().get(cells);
    in.position(in.position() + rows * Integer.BYTES);
  }
}
