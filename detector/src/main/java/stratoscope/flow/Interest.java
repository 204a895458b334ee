package stratoscope.flow;

/** How much the reader of a flow wants more of it; decides what the table keeps when it must choose. */
public enum Interest {
  /** Not known yet: kept while there is room, given up for newer flows when there is none. */
  UNDECIDED,
  /** Mining: given up last. */
  MINING,
  /** Nothing here: the table forgets the flow and looks at the connection ever more seldom. */
  NONE,
  /** Nothing here whatever follows: what was said speaks against itself, as in a log. The connection is not looked at again. */
  NEVER
}
