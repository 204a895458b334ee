/** Whose an address is: owner, nature, region, tariff; subscribers of dynamic addresses; places. */
@NullMarked
package stratoscope.inventory;

import org.jspecify.annotations.NullMarked;
