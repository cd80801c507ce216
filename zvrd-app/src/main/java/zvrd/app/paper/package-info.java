/** The tables of the paper by its protocol: their damage, their restorers, their frames, and what it printed. */
@NullMarked
package zvrd.app.paper;

import org.jspecify.annotations.NullMarked;
