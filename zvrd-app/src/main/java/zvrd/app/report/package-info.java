/** Pages that show clips beside each other: pictures, curves, heat maps and tables, in one file that needs no network; and the tables of the paper. */
@NullMarked
package zvrd.app.report;

import org.jspecify.annotations.NullMarked;
