package stratoscope.bench;

/** One conversation of a mix: asked for a packet at a time until it has no more. */
interface Talk {
  /**
   * Puts the next packet, link layer included, into the frame.
   *
   * @return microseconds until the one after that; negative if this was the last
   */
  long next(Frame frame);
}
