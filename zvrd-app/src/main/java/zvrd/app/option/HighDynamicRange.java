package zvrd.app.option;

import java.util.Locale;

/** What becomes of a clip coded for a high dynamic range, as {@code --hdr} says. */
enum HighDynamicRange {
    REFUSE,
    KEEP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
