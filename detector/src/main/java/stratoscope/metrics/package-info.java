/** What a running sensor tells Prometheus. */
@NullMarked
package stratoscope.metrics;

import org.jspecify.annotations.NullMarked;
