package zvrd.app.console;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import zvrd.weights.ModelDownload;

/** Tells how a download goes: a line every few seconds. */
public final class DownloadLines implements ModelDownload.Listener {
    private static final double INTERVAL = 5;

    private final String name;
    private final Remarks remarks;
    private final LongSupplier nanoTime;
    private final long began;
    private long told;
    private long first = -1;

    /**
     * Lines about the model {@code name}.
     *
     * @param nanoTime a clock in nanoseconds
     */
    public DownloadLines(String name, Remarks remarks, LongSupplier nanoTime) {
        this.name = name;
        this.remarks = remarks;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.told = began;
    }

    @Override
    public void progress(long bytes, OptionalLong total) {
        first = first < 0 ? bytes : first; // what an earlier try had brought says nothing of the rate
        long now = nanoTime.getAsLong();
        if ((now - told) / 1e9 < INTERVAL) {
            return;
        }
        told = now;
        double rate = (bytes - first) / ((now - began) / 1e9);
        String of = total.isPresent() ? " of " + new ByteSize(total.getAsLong()) : "";
        String left =
                total.isPresent() && rate > 0 ? ", " + Advance.clock((total.getAsLong() - bytes) / rate) + " left" : "";
        remarks.say(String.format(
                Locale.ROOT, "%s: %s%s, %s/s%s", name, new ByteSize(bytes), of, new ByteSize((long) rate), left));
    }

    @Override
    public void note(String sentence) {
        remarks.say(sentence);
    }
}
