/** Lists of hosts in the forms of others, which become rows of the pool directory. */
@NullMarked
package stratoscope.config.lists;

import org.jspecify.annotations.NullMarked;
