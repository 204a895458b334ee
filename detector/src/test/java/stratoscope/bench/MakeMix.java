package stratoscope.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a mixed capture, and prints what is planted in it: address and dialect, a line each. See {@code detector/bench/README.md}. */
public final class MakeMix {
  private static final long DEFAULT_SEED = 7;

  private MakeMix() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println("usage: MakeMix OUT.pcap PACKETS [SEED [CONVERSATIONS [FLOOD-PACKETS]]]");
      System.exit(2);
    }
    TrafficMix mix = new TrafficMix(number(arguments, 1, 0), number(arguments, 2, DEFAULT_SEED),
        (int) number(arguments, 3, TrafficMix.FEW_TALKS), number(arguments, 4, 0));
    mix.writeTo(Path.of(arguments[0]));
    mix.planted().forEach(planted -> System.out.println(planted.address() + " " + planted.dialect()));
  }

  private static long number(String[] arguments, int at, long otherwise) {
    return arguments.length > at ? Long.parseLong(arguments[at]) : otherwise;
  }
}
