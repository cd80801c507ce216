package zvrd.temporal;

import java.util.Arrays;
import java.util.List;

/**
 * The way of every position of one frame's map through the other frames.
 *
 * @param frame whose positions start here
 * @param frames of the window
 * @param positions at [p · frames + j] the flat position in frame j of what stands at p in {@code frame}, or
 *     {@link PairLinks#NONE}
 */
public record Trajectories(int frame, int frames, int[] positions) {
    public Trajectories {
        if (frame < 0 || frame >= frames || positions.length % frames != 0) {
            throw new IllegalArgumentException(
                    positions.length + " entries for trajectories of frame " + frame + " of " + frames);
        }
    }

    /** Follows {@code links}, pair j joining frames j and j + 1, from {@code frame} both ways until they end. */
    public static Trajectories chained(int frame, List<PairLinks> links) {
        int frames = links.size() + 1;
        int count = links.get(0).backward().length;
        int[] positions = new int[count * frames];
        Arrays.fill(positions, PairLinks.NONE);
        for (int p = 0; p < count; p++) {
            positions[p * frames + frame] = p;
            int q = p;
            for (int j = frame - 1; j >= 0 && q != PairLinks.NONE; j--) {
                q = links.get(j).backward()[q];
                positions[p * frames + j] = q;
            }
            q = p;
            for (int j = frame + 1; j < frames && q != PairLinks.NONE; j++) {
                q = links.get(j - 1).forward()[q];
                positions[p * frames + j] = q;
            }
        }
        return new Trajectories(frame, frames, positions);
    }

    /** Every position's trajectory from the candidate with its number in {@code chosen}. */
    public static Trajectories mixed(List<Trajectories> candidates, int[] chosen) {
        Trajectories first = candidates.get(0);
        int[] positions = new int[first.positions.length];
        for (int p = 0; p < chosen.length; p++) {
            int at = p * first.frames;
            System.arraycopy(candidates.get(chosen[p]).positions, at, positions, at, first.frames);
        }
        return new Trajectories(first.frame, first.frames, positions);
    }

    /** Positions of the map. */
    public int count() {
        return positions.length / frames;
    }

    /** Where every position is found in frame {@code j}. */
    public int[] in(int j) {
        int[] column = new int[count()];
        Arrays.setAll(column, p -> positions[p * frames + j]);
        return column;
    }

    /** Whether both lead every position the same way. */
    public boolean same(Trajectories other) {
        return frame == other.frame && frames == other.frames && Arrays.equals(positions, other.positions);
    }
}
