/** The command line: words in, one call into the library, two lines when it fails, an exit code that can be relied on. */
@NullMarked
package zvrd.app.cli;

import org.jspecify.annotations.NullMarked;
