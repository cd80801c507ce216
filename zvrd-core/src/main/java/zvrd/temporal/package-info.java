/** The paper's four ideas that make frames agree, each one class that can be switched off alone. */
@NullMarked
package zvrd.temporal;

import org.jspecify.annotations.NullMarked;
