/** The command line: commands, options, exit codes and what is printed. */
@NullMarked
package stratoscope.cli;

import org.jspecify.annotations.NullMarked;
