/** The composition root: one class that joins the way of a packet from source to verdict. */
@NullMarked
package stratoscope;

import org.jspecify.annotations.NullMarked;
