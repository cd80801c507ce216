package zvrd.restore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import zvrd.journal.Unexplained;

/**
 * What a finished restoration was.
 *
 * @param frames restored and written
 * @param backbone the restorer that ran
 * @param evaluations network evaluations of each tile
 * @param tiles tiles of each frame
 * @param precision what the network computed in
 * @param model name or file of the prior
 * @param sigma noise of the measurement that was assumed, in 8-bit levels; of counted light that on white
 * @param consistency largest |A x̂ - y| before clamping, over all frames, in 8-bit levels
 * @param found frames that an earlier run of the same job had restored
 * @param seconds from the first frame read to the file under its final name, in this run
 * @param unexplained what each frame leaves of its measurement, before it is rounded, clipped and written; not part of the
 *     summary's JSON, as it grows with the clip
 */
public record RestoreSummary(
        int frames,
        String backbone,
        int evaluations,
        int tiles,
        String precision,
        String model,
        double sigma,
        double consistency,
        int found,
        double seconds,
        @JsonIgnore List<Unexplained> unexplained) {}
