package stratoscope.record.store;

import java.nio.file.Path;

/** A process that writes a store until it is killed: prints the number of each tenth record that it offered. */
final class StoreVictim {
  private StoreVictim() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    StoreWriter writer = new StoreWriter(AccessStore.open(file), Anchors.fileOf(file), new StoreWriter.Retention(0, Long.MAX_VALUE),
        System::nanoTime, () -> Long.MAX_VALUE, System.err::println);
    for (int i = 1; i < 1_000_000; i++) {
      writer.offer(i * 1_000_000L * 3600, Stores.mining(i, "2026-01-01", "confirmed"));
      if (i % 10 == 0) {
        System.out.println(i);
        System.out.flush();
        Thread.sleep(5);
      }
    }
    writer.close();
  }
}
