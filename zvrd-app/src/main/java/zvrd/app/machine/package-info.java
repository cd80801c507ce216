/** What this machine is and how fast it computes. */
@NullMarked
package zvrd.app.machine;

import org.jspecify.annotations.NullMarked;
