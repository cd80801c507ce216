package zvrd.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * Convolutions without bias whose batch norm, which goes by the statistics of the training, is folded into them: with
 * s = γ / √(σ² + ε), the kernel is s K and the shift β - s μ. Names as of torchvision's BasicConv2d, {@code conv} and
 * {@code bn}.
 */
record FoldedNorms(StateDict weights) implements Parameters.Origin {
    static final String KERNEL = "kernel";
    static final String SHIFT = "shift";

    private static final double EPSILON = 1e-3;

    @Override
    public Tensor read(String name, Initial initial, long... shape) {
        int dot = name.lastIndexOf('.');
        StateDict module = weights.at(name.substring(0, dot));
        StateDict norm = module.at("bn");
        return TensorScope.compute(() -> {
            Tensor spread =
                    norm.get("running_var", shape[0]).add(new Scalar(EPSILON)).sqrt();
            Tensor s = norm.get("weight", shape[0]).div(spread);
            return name.endsWith(KERNEL)
                    ? module.at("conv").get("weight", shape).mul(s.view(-1, 1, 1, 1))
                    : norm.get("bias", shape[0])
                            .sub(norm.get("running_mean", shape[0]).mul(s));
        });
    }
}
