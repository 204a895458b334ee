/** What was found, written down for people: tables, CSV and HTML. */
@NullMarked
package stratoscope.report;

import org.jspecify.annotations.NullMarked;
