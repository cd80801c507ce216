package zvrd.app.paper;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zvrd.app.job.FirstLook;
import zvrd.app.job.NamedClips;
import zvrd.app.option.UsageError;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;

/** Other tools' outputs, which get rows beside ours. */
public final class Rivals {
    private static final String MEND =
            "give what that tool made of damaged.mkv, which lies beside our rows' clips, all frames of it";

    private final Map<String, Path> folders;

    /**
     * Of {@code folders} by the names of their rows.
     *
     * @param said how many were named, some of them perhaps by one name
     * @param taken names that rows of ours have
     * @throws UsageError where a name is there twice
     */
    public Rivals(Map<String, Path> folders, int said, List<String> taken) {
        for (String name : folders.keySet()) {
            if (taken.contains(name)) {
                throw new UsageError(
                        "--rival " + name + ": that is what a row of ours is called", "give it another name");
            }
        }
        if (folders.size() < said) {
            throw new UsageError("--rival: a name is there twice", "give each row a name of its own");
        }
        this.folders = folders;
    }

    /** Finds and opens them all for the clip {@code name}; by their names. */
    public Map<String, VideoInfo> look(String name) {
        var found = new LinkedHashMap<String, VideoInfo>();
        folders.forEach((rival, folder) -> {
            Path clip = NamedClips.find(
                    folder,
                    name,
                    "--rival " + rival + ": a clip called " + name + " expected in " + folder,
                    "bring it there, or leave this row out");
            VideoInfo info = FirstLook.at(clip, ReadOptions.ALL);
            FirstLook.requireSize(info, PaperFrames.SIDE, PaperFrames.SIDE, MEND);
            found.put(rival, info);
        });
        return found;
    }

    /** Refuses one of them that has not {@code frames}, as far as it says. */
    public static void requireFrames(Map<String, VideoInfo> rivals, int frames) {
        rivals.values().forEach(clip -> FirstLook.requireFrames(clip, frames, MEND));
    }
}
