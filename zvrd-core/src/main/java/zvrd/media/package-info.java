/** Files to frames and frames to files, through the FFmpeg executable as a child process; every timestamp kept. */
@NullMarked
package zvrd.media;

import org.jspecify.annotations.NullMarked;
