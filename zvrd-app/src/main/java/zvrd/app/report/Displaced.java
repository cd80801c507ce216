package zvrd.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.Shift;

/** What is said of clips that seem to be displaced in time, or of which single frames are. */
public final class Displaced {
    private Displaced() {}

    /** One line for each of {@code clips}, which {@code comparison} measured, that does not stand right. */
    public static List<String> warnings(List<String> clips, ClipComparison comparison) {
        List<Shift> shifts = comparison.shifts();
        List<List<Integer>> misplaced = comparison.misplaced();
        var lines = new ArrayList<String>();
        for (int clip = 0; clip < clips.size(); clip++) {
            if (shifts.get(clip).frames() != 0) {
                lines.add(told(clips.get(clip), shifts.get(clip)));
            } else if (!misplaced.get(clip).isEmpty()) {
                lines.add(clips.get(clip) + ": frames " + misplaced.get(clip)
                        + " are far more like other frames of the reference than like their own");
            }
        }
        return lines;
    }

    private static String told(String clip, Shift shift) {
        return String.format(
                Locale.ROOT,
                "%s: seems to be displaced: its frames are more like the reference's %d frame%s %s (PSNR better by %.2f dB)",
                clip,
                Math.abs(shift.frames()),
                Math.abs(shift.frames()) == 1 ? "" : "s",
                shift.frames() > 0 ? "later" : "before",
                shift.gain());
    }
}
