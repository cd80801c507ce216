package zvrd.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.VideoInfo;
import zvrd.motion.OpticalFlow;
import zvrd.restore.ShotCuts;

/**
 * What was read of a page's clips.
 *
 * @param clips in the page's order
 * @param infos what they are
 * @param plan how much of them is shown
 * @param frames what was gathered
 * @param remarks what a reader must know about what is shown
 */
record PageReading(
        List<ShownClip> clips, List<VideoInfo> infos, PagePlan plan, PageFrames frames, List<String> remarks) {
    /**
     * What clips are read with.
     *
     * @param cuts tells where shots of the first clip begin
     */
    record Tools(OpticalFlow flow, ShotCuts cuts, PageProgress progress) {}

    /**
     * Reads clips to the end of the shortest.
     *
     * @param reference whether the first is one
     * @param also sees the frames of every moment, all of one size
     */
    static PageReading of(List<ShownClip> clips, boolean reference, Tools tools, Consumer<List<Frame>> also)
            throws InterruptedException {
        try (SideBySide reader = SideBySide.open(clips)) {
            long length = reader.infos().stream()
                    .flatMapToLong(info -> info.expectedFrames().stream())
                    .min()
                    .orElseGet(() -> counted(clips.get(0)));
            PagePlan plan = PagePlan.of(clips.size(), length, reader.width(), reader.height());
            tools.progress().begin(length);
            var frames = new PageFrames(plan, tools.flow(), tools.cuts(), clips.size(), reference);
            for (List<Frame> now = reader.next(); now != null; now = reader.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                frames.add(now);
                also.accept(now);
                tools.progress().frame();
            }
            tools.progress().end();
            var remarks = new ArrayList<>(reader.remarks());
            remarks.addAll(plan.remarks(reader.width(), reader.height()));
            return new PageReading(clips, reader.infos(), plan, frames, remarks);
        }
    }

    /** The frames of a clip whose container does not tell how many there are. */
    private static long counted(ShownClip clip) {
        try (FrameReader reader = FrameReader.open(clip.path(), clip.part())) {
            long frames = 0;
            while (reader.next() != null) {
                frames++;
            }
            return frames;
        }
    }

    /** What the page's script is told of the clips. */
    PageData data(boolean reference, String title, OpticalFlow flow) {
        var data = new PageData(clips, infos, plan, frames, reference);
        data.put("title", title);
        data.put("remarks", remarks);
        data.put(
                "motion",
                "Flow (" + flow.name() + ") and what is visible are "
                        + (reference
                                ? "the reference's, for every clip."
                                : "each clip's own: blur is rewarded by it."));
        return data;
    }
}
