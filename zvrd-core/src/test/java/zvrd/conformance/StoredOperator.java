package zvrd.conformance;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.degradation.SpectralOperator;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/**
 * An operator of DDNM rebuilt from the singular value decomposition that a file stores, with what its code does beside
 * its formulas: the blur's last tap is lost, its border is black, and its singular values meet the wrong vectors, because
 * the list is repeated channel after channel while the vectors are interleaved. Lives in the scope it was made in.
 */
final class StoredOperator implements SpectralOperator {
    private final String name;
    private final Basis u;
    private final Basis v;
    private final float[] measuring; // the singular values in the order that A, Aᵀ and A⁺ meet them
    private final float[] filtering; // and in the order that the rules of DDNM+ meet them

    private StoredOperator(String name, Basis u, Basis v, float[] measuring, float[] filtering) {
        this.name = name;
        this.u = u;
        this.v = v;
        this.measuring = measuring;
        this.filtering = filtering;
    }

    /** A separable blur on {@code channels} colours: a prefix such as {@code "deblur_gauss.op."}. */
    static StoredOperator blur(TensorFile file, String prefix, int channels) {
        boolean twoSided = file.names().contains(prefix + "V_small1");
        Tensor perm = Fixtures.tensor(file, prefix + "perm");
        Basis u = Basis.of(file, prefix + "U_small", twoSided, perm);
        Basis v = Basis.of(file, prefix + "V_small", twoSided, perm);
        String first = prefix + "singulars_small" + (twoSided ? "1" : "");
        String second = prefix + "singulars_small" + (twoSided ? "2" : "");
        float[] cut = products(file, first, second, perm);
        boolean uncutStored = file.names().contains(first + "_orig");
        float[] uncut = uncutStored ? products(file, first + "_orig", second + "_orig", perm) : cut;
        float[] repeated = new float[cut.length * channels];
        float[] interleaved = new float[cut.length * channels];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = cut[i % cut.length];
            interleaved[i] = uncut[i / channels];
        }
        return new StoredOperator(prefix, u, v, repeated, interleaved);
    }

    private static float[] products(TensorFile file, String first, String second, Tensor perm) {
        float[] s1 = Tensors.toFloats(Fixtures.tensor(file, first));
        float[] s2 = Tensors.toFloats(Fixtures.tensor(file, second));
        float[] order = Tensors.toFloats(perm);
        float[] sorted = new float[order.length];
        for (int i = 0; i < sorted.length; i++) {
            int place = (int) order[i];
            sorted[i] = s1[place / s2.length] * s2[place % s2.length];
        }
        return sorted;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> u.image(scaled(v.spectrum(x), measuring, s -> s)));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> v.image(scaled(u.spectrum(y), measuring, s -> s)));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return inverse(y, s -> s > 0 ? 1 / s : 0);
    }

    /** V diag(rule(s)) Uᵀ y. */
    Tensor inverse(Tensor y, DoubleUnaryOperator rule) {
        return TensorScope.compute(() -> v.image(scaled(u.spectrum(y), measuring, rule)));
    }

    /** V z: the reference takes the noise for coefficients in the basis that its decomposition happened to choose. */
    Tensor rotated(Tensor z) {
        return TensorScope.compute(() -> v.left.matmul(z).matmul(v.right.t()));
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        return TensorScope.compute(() -> v.image(scaled(v.spectrum(x), filtering, gain)));
    }

    private static Tensor scaled(Tensor spectrum, float[] s, DoubleUnaryOperator rule) { // [N, HW, C]
        float[] gains = new float[s.length];
        for (int i = 0; i < s.length; i++) {
            gains[i] = (float) rule.applyAsDouble(s[i]);
        }
        return spectrum.mul(Tensors.of(gains, spectrum.size(1), spectrum.size(2)));
    }

    /** An orthonormal basis of separable images, sorted. */
    private record Basis(Tensor left, Tensor right, Tensor perm, Tensor inverse) {
        static Basis of(TensorFile file, String name, boolean twoSided, Tensor perm) {
            Tensor left = Fixtures.tensor(file, twoSided ? name + "1" : name);
            Tensor right = twoSided ? Fixtures.tensor(file, name + "2") : left;
            return new Basis(left, right, perm, torch.argsort(perm));
        }

        Tensor spectrum(Tensor image) { // [N, C, H, W] -> [N, HW, C]
            Tensor z = left.t().matmul(image).matmul(right);
            return z.reshape(z.size(0), z.size(1), -1).index_select(2, perm).permute(0, 2, 1);
        }

        Tensor image(Tensor spectrum) {
            Tensor z = spectrum.permute(0, 2, 1).index_select(2, inverse);
            return left.matmul(z.reshape(z.size(0), z.size(1), left.size(0), right.size(0)))
                    .matmul(right.t());
        }
    }
}
