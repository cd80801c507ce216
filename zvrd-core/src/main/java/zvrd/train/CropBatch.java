package zvrd.train;

/**
 * How many crops one step sees, and how large they are.
 *
 * @param count crops in the batch
 * @param side of a crop in pixels
 */
public record CropBatch(int count, int side) {
    public CropBatch {
        if (count < 1 || side < 1) {
            throw new IllegalArgumentException("a batch needs crops and pixels, got " + count + " of side " + side);
        }
    }
}
