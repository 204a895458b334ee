/** Where packets come from: capture files, standard input, interfaces; and the small captures written as evidence. */
@NullMarked
package stratoscope.capture;

import org.jspecify.annotations.NullMarked;
