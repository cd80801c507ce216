package zvrd.temporal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.nn.Attention;
import zvrd.nn.AttentionSite;
import zvrd.tensor.TensorScope;

/**
 * Short-long-range attention (ZVRD eq. 4-7) of one frame, which meets the window's others at every attention layer of the
 * decoder. Encoder and middle look at their own frame.
 */
final class SlrAttention implements Attention {
    private final Exchange seat;
    private final String pass;
    private final @Nullable Further further;

    /** What trajectory attention needs: where it happens, what K and V are, and where trajectories come from. */
    record Further(int downsampling, TrajectoryValues values, Paths paths) {}

    /** Where a frame's trajectories come from. */
    @FunctionalInterface
    interface Paths {
        /** They, when {@code feature} [1, C, h, w] enters a layer that looks along them. */
        Trajectories at(Tensor feature);
    }

    private record KeysAndValues(Tokens keys, Tokens values) {}

    /**
     * For one pass of one frame.
     *
     * @param pass tells apart the passes of one evaluation
     * @param further null where only neighbours are looked at
     */
    SlrAttention(Exchange seat, String pass, @Nullable Further further) {
        this.seat = seat;
        this.pass = pass;
        this.further = further;
    }

    @Override
    public Tensor attend(AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v) {
        if (!site.decoder()) {
            return Attention.plain().attend(site, x, q, k, v);
        }
        return further != null && site.downsampling() == further.downsampling()
                ? shortAndLong(further, site, x, q, k, v)
                : acrossNeighbours(site, x, q, k, v);
    }

    private Tensor acrossNeighbours(AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v) { // eq. 5
        int[] near = CrossNeighbourAttention.neighbours(seat.frame(), seat.frames());
        List<KeysAndValues> theirs = exchange(site, k, v, near);
        return TensorScope.compute(() -> CrossNeighbourAttention.ofFrame(
                site, x, q, tensors(theirs, KeysAndValues::keys, q), tensors(theirs, KeysAndValues::values, q)));
    }

    private Tensor shortAndLong(Further further, AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v) {
        Trajectories paths = further.paths().at(x);
        if (further.values() == TrajectoryValues.FLATTEN) {
            return TensorScope.compute(() -> {
                Tensor output = acrossNeighbours(site, x, q, k, v);
                List<Tensor> outputs = outputs(site, output);
                return TrajectoryAttention.attend(output, outputs, outputs, paths, output);
            });
        }
        int[] others = TrajectoryAttention.others(seat.frame(), seat.frames());
        List<KeysAndValues> theirs = exchange(site, k, v, others);
        int[] near = CrossNeighbourAttention.neighbours(seat.frame(), seat.frames());
        return TensorScope.compute(() -> {
            List<Tensor> keys = tensors(theirs, KeysAndValues::keys, q);
            List<Tensor> values = tensors(theirs, KeysAndValues::values, q);
            Tensor output =
                    CrossNeighbourAttention.ofFrame(site, x, q, of(near, others, keys), of(near, others, values));
            return further.values() == TrajectoryValues.LITERAL
                    ? TrajectoryAttention.attend(output, keys, values, paths, output)
                    : TrajectoryAttention.attend(q, keys, outputs(site, output), paths, output);
        });
    }

    private List<KeysAndValues> exchange(AttentionSite site, Tensor k, Tensor v, int[] others) {
        String here = pass + site.name();
        seat.leave(here, new KeysAndValues(Tokens.of(k), Tokens.of(v)), others.length);
        return seat.takeAll(others, here, KeysAndValues.class);
    }

    /** O of the other frames. */
    private List<Tensor> outputs(AttentionSite site, Tensor output) {
        String here = pass + site.name() + " output";
        int[] others = TrajectoryAttention.others(seat.frame(), seat.frames());
        seat.leave(here, Tokens.of(output), others.length);
        return tensors(seat.takeAll(others, here, Tokens.class), Function.identity(), output);
    }

    private static <T> List<Tensor> tensors(List<T> all, Function<T, Tokens> part, Tensor like) {
        return all.stream().map(each -> part.apply(each).like(like)).toList();
    }

    /** Of {@code tensors}, which belong to {@code frames}, those of {@code wanted}. */
    private static List<Tensor> of(int[] wanted, int[] frames, List<Tensor> tensors) {
        return Arrays.stream(wanted)
                .mapToObj(frame -> tensors.get(Arrays.binarySearch(frames, frame)))
                .toList();
    }
}
