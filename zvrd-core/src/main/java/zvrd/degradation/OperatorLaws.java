package zvrd.degradation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** What must hold of every operator, tried on normal random images: of those of this library and of a user's own. */
public final class OperatorLaws {
    /** float32 transforms of 2k values, and A⁺ amplifies what they round by at most 1 / 0.03. */
    private static final double ROUNDING = 1e-4;

    /** What conjugate gradients leave after 100 steps where singular values are small. */
    private static final double ITERATED = 0.03;

    private static final int WIDTH = 48;
    private static final int HEIGHT = 40;
    private static final long SEED = 11;

    private static final Map<String, Law> LAWS = laws();
    private static final Map<String, Law> SPECTRAL_LAWS = spectralLaws();

    private OperatorLaws() {}

    /**
     * What a law said of an operator.
     *
     * @param law in words or as an equation
     * @param holds whether the operator keeps it
     * @param found how far off it was, or what went wrong
     */
    public record Verdict(String law, boolean holds, String found) {}

    /** How far an operator is from keeping a law, and how far it may be. */
    private record Gap(double found, double allowed) {}

    private interface Law {
        Gap gap(DegradationOperator a);
    }

    /** Tries all laws; none stops the others, whatever the operator throws. */
    public static List<Verdict> of(DegradationOperator a) {
        List<Verdict> verdicts = new ArrayList<>();
        LAWS.forEach((name, law) -> verdicts.add(verdict(name, law, a)));
        if (a instanceof SpectralOperator) {
            SPECTRAL_LAWS.forEach((name, law) -> verdicts.add(verdict(name, law, a)));
        }
        return verdicts;
    }

    private static Verdict verdict(String name, Law law, DegradationOperator a) {
        try (var scope = new TensorScope()) {
            Gap gap = law.gap(a);
            String found = String.format(Locale.ROOT, "off by %.1e, at most %.0e allowed", gap.found, gap.allowed);
            return new Verdict(name, gap.found <= gap.allowed, found);
        } catch (RuntimeException | LinkageError e) { // LinkageError: a user's class built against another version
            return new Verdict(name, false, "failed: " + (e.getMessage() == null ? e : e.getMessage()));
        }
    }

    private static Map<String, Law> laws() {
        var laws = new LinkedHashMap<String, Law>();
        laws.put("sides of A x are those of x divided by the scale", OperatorLaws::sides);
        laws.put("a recorded frame has the shape of A x", OperatorLaws::recorded);
        laws.put("A(x + 2z) = A x + 2 A z", OperatorLaws::linear);
        laws.put("<A x, y> = <x, A' y>, A' the adjoint", OperatorLaws::adjoint);
        laws.put("A A+ A x = A x, A+ the pseudo-inverse", OperatorLaws::explained);
        laws.put("<A+ A x, z> = <x, A+ A z>", OperatorLaws::symmetric);
        laws.put("A of two images is A of each", OperatorLaws::batch);
        laws.put("the same image gives the same measurement, bit for bit", OperatorLaws::repeatable);
        return laws;
    }

    private static Map<String, Law> spectralLaws() {
        var laws = new LinkedHashMap<String, Law>();
        laws.put("filter(1) x = x", a -> gap(spectral(a).filter(image(a, 3), s -> 1), image(a, 3)));
        laws.put("filter(s^2) x = A' A x", OperatorLaws::squares);
        laws.put("filter(s > 0: 1/s^2) A' y = A+ y", a -> {
            Tensor y = a.forward(image(a, 6));
            return gap(spectral(a).filter(a.adjoint(y), s -> s > 0 ? 1 / (s * s) : 0), a.pseudoInverse(y));
        });
        laws.put("filter(s > 0) x = A+ A x", a -> {
            Tensor x = image(a, 5);
            return gap(spectral(a).filter(x, s -> s > 0 ? 1 : 0), a.pseudoInverse(a.forward(x)));
        });
        return laws;
    }

    private static Gap sides(DegradationOperator a) {
        Tensor x = image(a, 1);
        Tensor y = a.forward(x);
        boolean right = y.size(2) * a.scale() == x.size(2) && y.size(3) * a.scale() == x.size(3);
        return new Gap(right && y.dim() == 4 ? 0 : 1, 0);
    }

    private static Gap recorded(DegradationOperator a) {
        long[] expected = Tensors.shape(a.forward(image(a, 1)));
        Tensor frame = normal(2, expected[0], 3, expected[2], expected[3]);
        return new Gap(Arrays.equals(Tensors.shape(a.recorded(frame)), expected) ? 0 : 1, 0);
    }

    private static Gap linear(DegradationOperator a) {
        Tensor x = image(a, 1);
        Tensor z = image(a, 2);
        Tensor both = a.forward(x.add(z, new Scalar(2.0)));
        return gap(both, a.forward(x).add(a.forward(z), new Scalar(2.0)));
    }

    private static Gap adjoint(DegradationOperator a) {
        Tensor x = image(a, 1);
        Tensor ax = a.forward(x);
        Tensor y = normal(2, Tensors.shape(ax));
        return product(Tensors.dot(ax, y), Tensors.dot(x, a.adjoint(y)), 1e-3); // sums of 6k products of float32
    }

    private static Gap explained(DegradationOperator a) {
        Tensor y = a.forward(solvable(a, image(a, 1)));
        Gap gap = gap(a.forward(a.pseudoInverse(y)), y);
        return new Gap(gap.found, a instanceof SpectralOperator ? ROUNDING : ITERATED);
    }

    private static Gap symmetric(DegradationOperator a) {
        Tensor x = image(a, 1);
        Tensor z = image(a, 2);
        double one = Tensors.dot(a.pseudoInverse(a.forward(x)), z);
        double other = Tensors.dot(x, a.pseudoInverse(a.forward(z)));
        boolean spectral = a instanceof SpectralOperator;
        return product(one, other, spectral ? 1e-2 : ITERATED * Math.sqrt(Tensors.dot(x, x)));
    }

    private static Gap batch(DegradationOperator a) {
        Tensor one = image(a, 7);
        Tensor two = image(a, 8);
        Tensor y1 = a.forward(one);
        Tensor y2 = a.forward(two);
        Tensor y = torch.cat(new TensorVector(y1, y2), 0);
        Gap there = gap(a.forward(torch.cat(new TensorVector(one, two), 0)), y);
        Tensor apart = torch.cat(new TensorVector(a.pseudoInverse(y1), a.pseudoInverse(y2)), 0);
        return new Gap(Math.max(there.found, gap(a.pseudoInverse(y), apart).found), ROUNDING);
    }

    private static Gap repeatable(DegradationOperator a) {
        Tensor first = a.forward(image(a, 9));
        return new Gap(first.sub(a.forward(image(a, 9))).abs().max().item_double(), 0);
    }

    private static Gap squares(DegradationOperator a) {
        Tensor x = image(a, 4);
        return gap(spectral(a).filter(x, s -> s * s), a.adjoint(a.forward(solvable(a, x))));
    }

    private static SpectralOperator spectral(DegradationOperator a) {
        return (SpectralOperator) a;
    }

    /** The part of x in which A loses no more than it should; blurs cut what they leave less than 0.03 of. */
    private static Tensor solvable(DegradationOperator a, Tensor x) {
        return a instanceof Blur || a instanceof Composition ? spectral(a).filter(x, s -> s > 0 ? 1 : 0) : x;
    }

    private static Tensor image(DegradationOperator a, int draw) {
        return normal(draw, 1, 3, multiple(HEIGHT, a.alignment()), multiple(WIDTH, a.alignment()));
    }

    private static int multiple(int least, int of) {
        return (least + of - 1) / of * of;
    }

    private static Tensor normal(int draw, long... shape) {
        return new NoiseSource(SEED).normal(NoiseStream.START, draw, 0, shape[1], shape[2], shape[3]);
    }

    private static Gap product(double one, double other, double allowed) {
        return new Gap(Double.isFinite(one - other) ? Math.abs(one - other) : Double.POSITIVE_INFINITY, allowed);
    }

    /** The largest difference, in parts of the largest value where that is above 1. */
    private static Gap gap(Tensor actual, Tensor expected) {
        double error = actual.sub(expected).abs().max().item_double();
        double size = Math.max(1, expected.abs().max().item_double());
        return new Gap(Double.isFinite(error) ? error / size : Double.POSITIVE_INFINITY, ROUNDING);
    }
}
