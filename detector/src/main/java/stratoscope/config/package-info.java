/** Settings and knowledge read from files: the rules that say what signs weigh, agents, coins. */
@NullMarked
package stratoscope.config;

import org.jspecify.annotations.NullMarked;
