package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

@ExtendWith(LeakGuard.class)
class UNetGradientTest {
    private static final double TIMESTEP = 300;

    @TempDir
    Path folder;

    /** The same arithmetic block by block: only sums of gradients that meet in a block may be rounded differently. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void blockByBlockIsTheGradientOfTheWholeGraphAtOnce(Precision precision) {
        try (var file = SafetensorsFile.open(TinyUNet.write(folder.resolve("tiny.safetensors")));
                UNetGradient gradient = gradient(file, precision);
                UNet whole = UNet.trainable(TinyUNet.CONFIG, StateDict.of(file), precision);
                var scope = new TensorScope()) {
            Tensor x = random(1);
            Tensor u = random(2);
            Tensor leaf = x.clone();
            leaf.requires_grad_(true);
            Tensor epsilon = whole.forward(leaf, new double[] {TIMESTEP}, Attention.plain())
                    .narrow(1, 0, 3);
            epsilon.mul(u).sum().backward();
            Tensor expected = leaf.grad();
            Tensor found = gradient.pullBack(x, TIMESTEP, Attention.plain(), u);
            double error = worst(found, expected) / expected.abs().max().item_double();
            double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 0.03; // bfloat16 has 8 bits, over 10 blocks
            assertThat(error).isCloseTo(0, within(tolerance));
        }
    }

    /** (ε(x + hd) - ε(x - hd)) / 2h by the network that is used without gradients. */
    @Test
    void itIsTheDerivativeOfWhatTheNetworkAnswers() {
        try (var file = SafetensorsFile.open(TinyUNet.write(folder.resolve("tiny.safetensors")));
                UNetGradient gradient = gradient(file, Precision.FLOAT32);
                UNet network = new UNet(TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            Tensor x = random(3);
            Tensor u = random(4);
            Tensor d = random(5);
            double h = 0.01;
            double along = (answer(network, x.add(d, new Scalar(h)), u) - answer(network, x.sub(d, new Scalar(h)), u))
                    / (2 * h);
            double found = Tensors.dot(gradient.pullBack(x, TIMESTEP, Attention.plain(), u), d);
            assertThat(found).isCloseTo(along, within(1e-3 * Math.abs(along) + 1e-2)); // h² and rounding over h
        }
    }

    private UNetGradient gradient(TensorFile file, Precision precision) {
        return new UNetGradient(TinyUNet.CONFIG, StateDict.of(file), precision, ComputeDevice.cpu());
    }

    private static double answer(UNet network, Tensor x, Tensor u) {
        return Tensors.dot(
                network.forward(x, new double[] {TIMESTEP}, Attention.plain()).narrow(1, 0, 3), u);
    }

    private static Tensor random(int seed) {
        return TensorScope.compute(() -> {
            torch.manual_seed(seed);
            return torch.randn(new long[] {2, 3, 16, 20});
        });
    }

    private static double worst(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }
}
