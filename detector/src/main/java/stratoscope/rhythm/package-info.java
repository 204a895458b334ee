/** What a cipher cannot hide: sizes, directions and times of the records of a connection, and the rhythm of mining in them. */
@NullMarked
package stratoscope.rhythm;

import org.jspecify.annotations.NullMarked;
