/** What is asked for on a command line: groups of options, and what they come to for the library. */
@NullMarked
package zvrd.app.option;

import org.jspecify.annotations.NullMarked;
