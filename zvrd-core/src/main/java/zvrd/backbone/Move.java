package zvrd.backbone;

/**
 * One move of a restoration, from noise level t to noise level s, in the levels 0 … 999 the network was trained with.
 *
 * @param index place in the executed schedule, counted from 0; also the index of the noise drawn for the move
 * @param t level of the sample before the move
 * @param s level after it; -1 is the clean image, s &gt; t a step back in a time travel
 * @param denoise whether the move asks the network, at level {@code t}
 */
public record Move(int index, int t, int s, boolean denoise) {
    public Move {
        if (index < 0 || t < 0 || s < -1 || (denoise && s >= t)) {
            throw new IllegalArgumentException(
                    "no move %d from level %d to %d, denoise %s".formatted(index, t, s, denoise));
        }
    }
}
