/** The commands: words in, one call into the rooms below, an exit code that can be relied on. */
@NullMarked
package zvrd.app.cli;

import org.jspecify.annotations.NullMarked;
