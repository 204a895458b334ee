package stratoscope.cli;

/** Whether numbers that options were given are such that they can have. */
final class Numbers {
  private Numbers() {}

  /** @throws CommandException if it is too small or too large */
  static void check(String option, int value, int least, int most) throws CommandException {
    if (value < least || value > most) {
      throw new CommandException(option + " can't be " + value + ": it is from " + least + " to " + most);
    }
  }
}
