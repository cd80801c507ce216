package zvrd.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.journal.SealedInput;
import zvrd.journal.SealedOutput;
import zvrd.temporal.Trajectories;

/**
 * All of a window that lives from one move to the next, on the Java heap, as it is between two moves; nothing in it changes.
 *
 * @param moves done
 * @param sample that the last of them left
 * @param noise what the window has drawn for the next one so far
 * @param paths of every tile the trajectories that its frames took last; null where they have taken none
 */
record WindowState(int moves, HeldSample sample, WindowNoise.Trail noise, List<@Nullable List<Trajectories>> paths) {
    /** Frames of the window, anchors included. */
    int frames() {
        return Math.toIntExact(sample.xt().shape()[0]);
    }

    void writeTo(SealedOutput out) throws IOException {
        out.number(moves);
        sample.writeTo(out);
        noise.writeTo(out);
        out.number(paths.size());
        for (List<Trajectories> tile : paths) {
            out.number(tile == null ? 0 : tile.size());
            for (Trajectories each : tile == null ? List.<Trajectories>of() : tile) {
                out.number(each.frame());
                out.number(each.frames());
                out.ints(each.positions());
            }
        }
    }

    static WindowState read(SealedInput in) throws IOException {
        int moves = in.count();
        HeldSample sample = HeldSample.read(in);
        WindowNoise.Trail noise = WindowNoise.Trail.read(in);
        var paths = new ArrayList<@Nullable List<Trajectories>>();
        for (int tiles = in.count(); tiles > 0; tiles--) {
            var tile = new ArrayList<Trajectories>();
            for (int left = in.count(); left > 0; left--) {
                tile.add(new Trajectories(in.count(), in.count(), in.ints()));
            }
            paths.add(tile.isEmpty() ? null : tile);
        }
        return new WindowState(moves, sample, noise, paths);
    }
}
