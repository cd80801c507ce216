/** What survives of a job that is killed: its work folder. */
@NullMarked
package zvrd.journal;

import org.jspecify.annotations.NullMarked;
