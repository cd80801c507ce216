package zvrd.app.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.job.FirstLook;
import zvrd.app.job.NamedClips;
import zvrd.app.job.Outputs;
import zvrd.journal.WorkFolder;
import zvrd.media.ReadOptions;

/**
 * A clip of a table in its own folder: clean, damaged, and what was restored of it. Clean and damaged are made beside what an
 * earlier run left, which is not touched before it is clear that it may be.
 */
public final class PaperClip {
    private static final String LOW = "low";
    private static final String NORMAL = "normal";

    private final PaperTable table;
    private final String name;
    private final Path source;
    private final Path place;

    /** Damages a clip. */
    @FunctionalInterface
    public interface Degrading {
        /** Does what {@code zvrd degrade} is told by {@code words}. */
        void by(List<String> words) throws InterruptedException;
    }

    /**
     * The clip {@code name} of {@code table}.
     *
     * @param source a clean clip, or a folder with a pair
     * @param folder of all tables, which need not be there yet
     */
    public PaperClip(PaperTable table, String name, Path source, Path folder) {
        this.table = table;
        this.name = name;
        this.source = source;
        this.place = folder.resolve(table.toString()).resolve(name);
    }

    /** What it is called in its table. */
    public String name() {
        return name;
    }

    /** The folder of its outputs. */
    public Path place() {
        return place;
    }

    /** The clean clip, in the frames of the protocol. */
    public Path clean() {
        return place.resolve("clean.mkv");
    }

    /** What was made of it, or the dark half of its pair. */
    public Path damaged() {
        return place.resolve("damaged.mkv");
    }

    /** The damaged clip at the clean one's size, without a restorer. */
    public Path input() {
        return place.resolve("input.mkv");
    }

    private List<Path> made() {
        return List.of(clean(), damaged(), input());
    }

    /** Opens what it is made of. @throws UserError exit 3 where that cannot be read, or a pair is not whole */
    public void look(ReadOptions part) {
        for (Path clip : table.isOfPairs() ? List.of(half(NORMAL), half(LOW)) : List.of(source)) {
            FirstLook.at(clip, part);
        }
    }

    /**
     * Makes clean and damaged anew, beside those that are there.
     *
     * @param part of the source
     * @param degrade is told how a clean clip is damaged
     * @return how many frames they have
     */
    public int make(ReadOptions part, Degrading degrade) throws InterruptedException {
        Outputs.folder(place.toString());
        int frames = table.isOfPairs() ? pair(part) : damage(part, degrade);
        PaperFrames.enlarge(fresh(damaged()), fresh(input()));
        return frames;
    }

    private int pair(ReadOptions part) throws InterruptedException {
        int frames = PaperFrames.write(half(NORMAL), part, fresh(clean()));
        int low = PaperFrames.write(half(LOW), part, fresh(damaged()));
        if (low != frames) {
            throw new UserError(
                    ExitCode.INPUT,
                    half(LOW) + ": has " + low + " frames, " + half(NORMAL) + " has " + frames,
                    "give pairs that show the same moments");
        }
        return frames;
    }

    private int damage(ReadOptions part, Degrading degrade) throws InterruptedException {
        int frames = PaperFrames.write(source, part, fresh(clean()));
        var words = new ArrayList<>(table.words());
        words.addAll(List.of("--output", fresh(damaged()).toString(), "--overwrite", "--progress", "none"));
        words.add(fresh(clean()).toString());
        degrade.by(words);
        return frames;
    }

    /**
     * Refuses to go on where clips were restored from others than those that were made.
     *
     * @throws UserError exit 6
     */
    public void requireSame() throws IOException {
        if ((differs(clean()) || differs(damaged())) && isRestored()) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    place + ": holds clips that were restored from another part of " + source
                            + ", or from another clip",
                    "give the same --clips and --frames as then, another -o, or -y to replace them");
        }
    }

    /** Gives what was made its name where it is not there already, byte for byte; work on others is thrown away. */
    public void publish() throws IOException {
        if (differs(damaged())) {
            table.trials().forEach(trial -> WorkFolder.discard(trial.output(place)));
        }
        for (Path clip : made()) {
            if (!Files.exists(clip) || differs(clip)) {
                Files.move(fresh(clip), clip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Takes away what was made and got no name. */
    public void tidy() throws IOException {
        for (Path clip : made()) {
            Files.deleteIfExists(fresh(clip));
        }
    }

    private boolean isRestored() {
        return table.trials().stream()
                .map(trial -> trial.output(place))
                .anyMatch(output -> Files.exists(output) || Files.exists(WorkFolder.pathOf(output)));
    }

    private static boolean differs(Path clip) throws IOException {
        return Files.exists(clip) && Files.mismatch(clip, fresh(clip)) >= 0;
    }

    private static Path fresh(Path clip) {
        return clip.resolveSibling("new-" + clip.getFileName());
    }

    /** The clip called {@code half} in a pair. */
    private Path half(String half) {
        return NamedClips.find(
                source,
                half,
                source + ": a clip called " + half + " expected in it",
                "this table takes pairs: give a folder with a folder NAME for each clip, which holds NAME/low and"
                        + " NAME/normal");
    }
}
