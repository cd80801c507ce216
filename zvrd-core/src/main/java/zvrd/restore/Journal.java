package zvrd.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.journal.FrameStore;
import zvrd.journal.FrameStore.Entry;
import zvrd.journal.FrameStore.Place;
import zvrd.journal.SealedInput;
import zvrd.journal.Unexplained;
import zvrd.journal.WorkFolder;
import zvrd.media.Frame;

/**
 * What a restoration has done, kept in its work folder so that another run goes on from there: restored frames, what each of the
 * last windows leaves to the next one, and now and then the state of the windows under way. Lanes write it, each its own window.
 */
final class Journal {
    /** After so long a window under way is saved again, when its move is done. */
    static final Duration USUAL_PAUSE = Duration.ofMinutes(1);

    private static final String CARRY = "carry";
    private static final String STATE = "state";
    private static final String CLIP = "clip.zvrd";

    private final WorkFolder work;
    private final FrameStore frames;
    private final long pause;
    private final Map<Integer, Entry> restored = new ConcurrentHashMap<>();
    private final Map<Integer, UnderWay> underWay =
            new ConcurrentHashMap<>(); // by the index of their first fresh frame
    private final int found;

    /** A window under way; guarded by itself. */
    private static final class UnderWay {
        private @Nullable WindowState latest;
        private int savedMoves = -1;
        private long savedAt = System.nanoTime();
        private int file;
        private boolean done;
    }

    private Journal(WorkFolder work, Duration pause, SortedMap<Integer, Entry> kept) {
        this.work = work;
        this.frames = work.frames();
        this.pause = pause.toNanos();
        this.restored.putAll(kept);
        this.found = kept.size();
    }

    /** The journal in {@code work}, which has been claimed; what in it is damaged or cannot be gone on from is forgotten. */
    static Journal open(WorkFolder work, Duration pause) {
        FrameStore frames = work.frames();
        SortedMap<Integer, Entry> kept = frames.scan();
        var places = new TreeMap<Integer, Place>();
        kept.forEach((index, frame) -> places.put(index, frame.place()));
        int clip = clip(work);
        for (Place lost : lost(places, index -> work.load(carry(index), Carry::read) != null, clip)) {
            for (int index = lost.first(); index < lost.end(); index++) {
                frames.forget(index);
                kept.remove(index);
            }
        }
        return new Journal(work, pause, kept);
    }

    /** Tells whether something is there. */
    @FunctionalInterface
    interface Known {
        boolean at(int frame);
    }

    /**
     * The windows among those of {@code kept} that are to be restored again: those of which a frame is missing, and those that
     * the window after them, which is missing, would have to go on from and cannot.
     *
     * @param carries whether is known what is left to the window that begins at a frame
     * @param clip how many frames there are in all, -1 where that is not known
     */
    static List<Place> lost(SortedMap<Integer, Place> kept, Known carries, int clip) {
        var windows = new ArrayList<Place>();
        var lost = new ArrayList<Place>();
        for (Place place : kept.values().stream().distinct().toList()) {
            boolean whole = true;
            for (int index = place.first(); index < place.end(); index++) {
                whole &= place.equals(kept.get(index));
            }
            (whole ? windows : lost).add(place);
        }
        int next = clip;
        for (int n = windows.size() - 1; n >= 0; n--) {
            Place window = windows.get(n);
            if (window.end() != next && window.continues() && !carries.at(window.end())) {
                lost.add(window);
            } else {
                next = window.first();
            }
        }
        return lost;
    }

    /** Whether all frames of {@code window} are restored. */
    boolean holds(Window window) {
        return window.fresh().stream().allMatch(frame -> restored.containsKey(frame.index()));
    }

    /** Frames that were there when the journal was opened. */
    int found() {
        return found;
    }

    /** How many frames there are in all, if all of them are restored; else -1. */
    int whole() {
        int clip = clip(work);
        return clip >= 0 && clip == restored.size() ? clip : -1;
    }

    private static int clip(WorkFolder work) {
        Integer clip = work.load(CLIP, SealedInput::count);
        return clip == null ? -1 : clip;
    }

    /** All {@code count} frames of the clip are restored. */
    void complete(int count) {
        work.save(CLIP, out -> out.number(count));
    }

    /** What is left to {@code window} by the one before it. */
    Carry before(Window window) {
        if (!window.goesOn()) {
            return Carry.NONE;
        }
        Carry carry = work.load(carry(window.fresh().get(0).index()), Carry::read);
        if (carry == null || carry.anchors().count() < window.anchors()) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    work.path() + ": what the frames before "
                            + window.fresh().get(0).index() + " leave to them is no longer there",
                    "check that disk; the same command again restores what is lost");
        }
        return carry.into(window);
    }

    /** The state in which {@code window} was last saved; null where it is to be restored from its beginning. */
    @Nullable
    WindowState begin(Window window) {
        int first = window.fresh().get(0).index();
        var began = new UnderWay();
        WindowState newest = null;
        for (int file = 0; file < 2; file++) {
            WindowState state = work.load(state(first, file), WindowState::read);
            if (state != null
                    && state.frames() == window.frames().size()
                    && (newest == null || state.moves() > newest.moves())) {
                newest = state;
                began.file = 1 - file; // the older is written over
                began.savedMoves = state.moves();
            }
        }
        began.latest = newest;
        underWay.put(first, began);
        return newest;
    }

    /** {@code window} has come to {@code state}, which is saved if it has been long. */
    void reached(Window window, WindowState state) {
        int first = window.fresh().get(0).index();
        UnderWay progress = underWay.get(first);
        if (progress == null) {
            throw new IllegalStateException("the window at frame " + first + " was not begun");
        }
        synchronized (progress) {
            progress.latest = state;
            if (System.nanoTime() - progress.savedAt >= pause) {
                save(first, progress);
            }
        }
    }

    private void save(int first, UnderWay progress) {
        WindowState state = progress.latest;
        if (progress.done || state == null || state.moves() == progress.savedMoves) {
            return;
        }
        work.save(state(first, progress.file), state::writeTo);
        progress.file = 1 - progress.file;
        progress.savedMoves = state.moves();
        progress.savedAt = System.nanoTime();
    }

    /** Saves the windows under way as they are after their last move; where even that fails, they stay as they were saved before. */
    void saveAll() {
        underWay.forEach((first, progress) -> {
            synchronized (progress) {
                try {
                    save(first, progress);
                } catch (UserError full) {
                    org.slf4j.LoggerFactory.getLogger(Journal.class).warn("{}", full.getMessage());
                }
            }
        });
    }

    /**
     * {@code window} is restored. What it leaves to the next one is kept before its frames are, so that where they are, that is.
     *
     * @param unexplained what each of its frames leaves of its measurement
     */
    void finish(Window window, Carry carry, List<Frame> done, List<Unexplained> unexplained) {
        int first = window.fresh().get(0).index();
        var place = new Place(first, done.size(), window.continues());
        if (window.continues()) {
            work.save(carry(place.end()), carry::writeTo);
        }
        for (int n = 0; n < done.size(); n++) {
            var kept = new Entry(place, unexplained.get(n));
            frames.put(done.get(n), kept);
            restored.put(done.get(n).index(), kept);
        }
        UnderWay progress = underWay.get(first);
        if (progress != null) {
            synchronized (progress) {
                progress.done = true;
                work.delete(state(first, 0));
                work.delete(state(first, 1));
            }
            underWay.remove(first);
        }
        for (int older : work.numbers(CARRY)) {
            if (older < first) {
                work.delete(carry(older));
            }
        }
    }

    /** Frame {@code index}, which is restored. */
    Frame frame(int index) {
        return frames.get(index);
    }

    /** What each frame leaves of its measurement, in the order of the frames, which are restored. */
    List<Unexplained> unexplained() {
        return new TreeMap<>(restored).values().stream().map(Entry::unexplained).toList();
    }

    /** How far the work is. */
    String howFar(int moves) {
        String done = restored.size() + (restored.size() == 1 ? " frame" : " frames") + " restored";
        int begun = underWay.values().stream()
                .mapToInt(progress -> Math.max(0, progress.savedMoves))
                .max()
                .orElse(0);
        return begun == 0 ? done : done + " and " + begun + " of " + moves + " steps of the next";
    }

    private static String carry(int frame) {
        return WorkFolder.name(CARRY, frame);
    }

    private static String state(int frame, int file) {
        return WorkFolder.name(STATE, frame).replace(".zvrd", "-" + file + ".zvrd");
    }
}
