/** Where packets come from: capture files, standard input, live interfaces. */
@NullMarked
package stratoscope.capture;

import org.jspecify.annotations.NullMarked;
