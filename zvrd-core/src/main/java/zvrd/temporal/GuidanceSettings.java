package zvrd.temporal;

/**
 * How strongly neighbouring frames are pulled together.
 *
 * @param scale s ≥ 0: how far a step moves a pixel at most for each neighbour it differs from, on the [-1, 1] scale
 * @param semanticShare root mean square of the move along L_SC as a share of s; ours, as the paper gives no γ
 * @param from T_TC: L_PC acts at levels t below this one; 0 for never
 * @param huber δ of {@link PixelConsistency}; a chain of frames swings without end where δ < 2s, and settles without swinging from 4s on
 */
public record GuidanceSettings(double scale, double semanticShare, int from, double huber) {
    /** Throws {@link IllegalArgumentException} where a number is negative or not finite. */
    public GuidanceSettings {
        requireAmount("scale", scale);
        requireAmount("semantic share", semanticShare);
        requireAmount("T_TC", from);
        requireAmount("delta of the Huber loss", huber);
    }

    private static void requireAmount(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " of the temporal guidance must be 0 or above, got " + value);
        }
    }
}
