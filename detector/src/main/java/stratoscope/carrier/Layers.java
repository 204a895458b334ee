package stratoscope.carrier;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The carriers of one flow inside each other, the outermost first. Shared by both directions; belongs to the flow's thread. */
final class Layers {
  private final CarrierSink sink;
  private final List<Layer> layers = new ArrayList<>(0);

  Layers(CarrierSink sink) {
    this.sink = sink;
  }

  Layer at(int depth) {
    while (layers.size() <= depth) {
      layers.add(new Layer(sink));
    }
    return layers.get(depth);
  }

  /** What was recognised at this depth, null if nothing. */
  @Nullable Carrier carrierAt(int depth) {
    return depth < layers.size() ? layers.get(depth).carrier() : null;
  }

  List<Carrier> nest() {
    List<Carrier> nest = new ArrayList<>(layers.size() + 1);
    nest.add(Carrier.TCP);
    for (Layer layer : layers) {
      Carrier carrier = layer.carrier();
      if (carrier != null) {
        nest.add(carrier);
      }
    }
    return nest;
  }
}
