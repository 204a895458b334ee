/** What the program shows over HTTP. */
@NullMarked
package stratoscope.web;

import org.jspecify.annotations.NullMarked;
