/** What is said to whoever runs a command: remarks, progress, failures in two lines, data on standard output. */
@NullMarked
package zvrd.app.console;

import org.jspecify.annotations.NullMarked;
