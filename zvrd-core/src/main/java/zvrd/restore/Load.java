package zvrd.restore;

import zvrd.restore.RestoreRequest.Resources;
import zvrd.temporal.TemporalSettings;
import zvrd.tensor.ComputeDevice;

/**
 * What carrying a plan out puts on the machine; it never decides a pixel.
 *
 * @param lanes windows under way at once
 * @param spill whether evaluations that wait for each other leave their skips on disk, which --max-memory decides
 * @param memory bytes held
 * @param skips bytes on disk of those that do
 */
public record Load(int lanes, boolean spill, long memory, long skips) {
    /**
     * The load of windows of frames that are cut into {@code tiles}, each of which holds what {@code need} says.
     *
     * @throws zvrd.UserError exit 5 where not even the least fits into --max-memory
     */
    static Load of(Resources resources, MemoryNeed need, TemporalSettings temporal, WindowPlan windows, int tiles) {
        int threads = resources.threads();
        if (!temporal.couplesFrames()) {
            int busy =
                    (threads + tiles - 1) / tiles; // so that no worker waits while a frame is between two evaluations
            int lanes = need.lanes(1 + busy, threads, resources.maxMemory());
            return new Load(lanes, false, need.total(threads, 0, lanes), 0);
        }
        int frames = windows.frames();
        int alive = temporal.attention() == null ? threads : waitingForEachOther(frames, tiles, threads);
        int workers = Math.min(alive, threads);
        int others = alive - workers;
        return spills(resources, need, workers, others, frames)
                ? new Load(1, true, need.spilled(workers, others, frames), alive * need.waiting())
                : new Load(1, false, need.total(workers, others, frames), 0);
    }

    /**
     * Evaluations whose maps are alive at once: frames that look at each other wait for each other, and while they do,
     * those of the tiles to come are begun (see {@link WindowDenoiser}).
     */
    private static int waitingForEachOther(int frames, int tiles, int threads) {
        return Math.min(frames * tiles, frames + WindowFactory.PIECES_PER_THREAD * threads - 1);
    }

    /**
     * Whether skips wait on disk. Those on a card never do: they are in its own memory, which --max-memory does not bound and
     * the processor cannot write from.
     */
    private static boolean spills(Resources resources, MemoryNeed need, int workers, int others, int frames) {
        if (resources.device().kind() != ComputeDevice.Kind.CPU) {
            need.requireRoom(workers, 0, frames, resources.maxMemory());
            return false;
        }
        return need.mustSpill(workers, others, frames, resources.maxMemory());
    }
}
