package zvrd.conformance;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.degradation.SpectralOperator;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/**
 * DDNM's compressed sensing: some coefficients of each block of pixels in an orthonormal basis are measured, all with the
 * singular value 1. The Walsh–Hadamard kind has one block, the frame, and measures its coefficients in a stored order.
 */
final class StoredSensing implements SpectralOperator {
    private final Tensor basis; // [B, B], a coefficient per row
    private final Tensor order; // of the coefficients, as an index
    private final int side; // of a block
    private final int measured; // coefficients per block
    private final boolean interleaved; // whether y runs over the colours first

    private StoredSensing(Tensor basis, Tensor order, int side, int measured, boolean interleaved) {
        this.basis = basis;
        this.order = order;
        this.side = side;
        this.measured = measured;
        this.interleaved = interleaved;
    }

    /** Of frames with sides of {@code side} pixels, from the order of coefficients stored as {@code op.perm}. */
    static StoredSensing hadamard(TensorFile file, String prefix, int side, int measured) {
        Tensor h = torch.ones(1, 1).to(ScalarType.Float);
        while (h.size(0) < (long) side * side) {
            Tensor above = torch.cat(new TensorVector(h, h), 1);
            h = torch.cat(new TensorVector(above, torch.cat(new TensorVector(h, h.neg()), 1)), 0);
        }
        Tensor order = Fixtures.tensor(file, prefix + "perm");
        Tensor rows = h.index_select(0, order).mul(new Scalar(1.0 / side));
        return new StoredSensing(rows, order, side, measured, true);
    }

    /** Of small blocks, from the basis stored as {@code op.V_small}. */
    static StoredSensing blocks(TensorFile file, String prefix) {
        Tensor v = Fixtures.tensor(file, prefix + "V_small");
        int measured = (int) Fixtures.tensor(file, prefix + "singulars_small").size(0);
        Tensor order = torch.arange(new Scalar(v.size(0)));
        return new StoredSensing(v.t(), order, (int) Math.round(Math.sqrt(v.size(0))), measured, false);
    }

    @Override
    public String name() {
        return "compressed sensing";
    }

    @Override
    public Tensor forward(Tensor x) { // [N, C, H, W] -> [N, M]
        return TensorScope.compute(() -> {
            Tensor seen = coefficients(x).narrow(3, 0, measured);
            Tensor ordered = interleaved ? seen.permute(0, 2, 3, 1) : seen;
            return ordered.reshape(x.size(0), -1);
        });
    }

    @Override
    public Tensor adjoint(Tensor y) {
        throw new UnsupportedOperationException("the size of the frame is not in y");
    }

    /** A⁺ y of square frames with three colours. */
    @Override
    public Tensor pseudoInverse(Tensor y) {
        return TensorScope.compute(() -> {
            long blocks = y.size(1) / (3L * measured);
            Tensor seen = interleaved
                    ? y.reshape(y.size(0), blocks, measured, 3).permute(0, 3, 1, 2)
                    : y.reshape(y.size(0), 3, blocks, measured);
            Tensor lost =
                    torch.zeros(y.size(0), 3, blocks, basis.size(0) - measured).to(ScalarType.Float);
            return image(torch.cat(new TensorVector(seen, lost), 3));
        });
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        return TensorScope.compute(() -> {
            Tensor c = coefficients(x);
            Tensor seen = c.narrow(3, 0, measured).mul(new Scalar(gain.applyAsDouble(1)));
            Tensor lost = c.narrow(3, measured, basis.size(0) - measured).mul(new Scalar(gain.applyAsDouble(0)));
            return image(torch.cat(new TensorVector(seen, lost), 3));
        });
    }

    /** V z for noise that the reference takes for coefficients, before it sorts them. */
    Tensor rotated(Tensor z) {
        return TensorScope.compute(() -> image(blocks(z).index_select(3, order)));
    }

    private Tensor coefficients(Tensor x) {
        return blocks(x).matmul(basis.t());
    }

    private Tensor blocks(Tensor x) { // [N, C, blocks, pixels]
        return x.reshape(x.size(0), x.size(1), x.size(2) / side, side, x.size(3) / side, side)
                .permute(0, 1, 2, 4, 3, 5)
                .reshape(x.size(0), x.size(1), -1, (long) side * side);
    }

    private Tensor image(Tensor coefficients) { // of a square frame
        long across = Math.round(Math.sqrt(coefficients.size(2)));
        return coefficients
                .matmul(basis)
                .reshape(coefficients.size(0), coefficients.size(1), across, across, side, side)
                .permute(0, 1, 2, 4, 3, 5)
                .reshape(coefficients.size(0), coefficients.size(1), across * side, across * side);
    }
}
