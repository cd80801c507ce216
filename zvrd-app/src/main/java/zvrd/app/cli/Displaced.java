package zvrd.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import zvrd.metrics.Shift;

/** What is said of clips that seem to be displaced in time. */
final class Displaced {
    private Displaced() {}

    /** One line for each of {@code clips} that its shift tells of. */
    static List<String> warnings(List<String> clips, List<Shift> shifts) {
        var lines = new ArrayList<String>();
        for (int clip = 0; clip < clips.size(); clip++) {
            Shift shift = shifts.get(clip);
            if (shift.frames() != 0) {
                lines.add(told(clips.get(clip), shift));
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
