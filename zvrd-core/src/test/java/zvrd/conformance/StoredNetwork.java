package zvrd.conformance;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import zvrd.diffusion.Prediction;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetGradient;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/** The network a sampling was stored with, by the file its metadata names. */
final class StoredNetwork implements AutoCloseable {
    private final UNet network;

    /** Of the sampling {@code file}, whose weights lie beside it. */
    StoredNetwork(TensorFile file) {
        this.network = read(file, (config, weights) -> new UNet(config, weights, Precision.FLOAT32));
    }

    /** The way back through the network of the sampling {@code file}. */
    static UNetGradient gradient(TensorFile file) {
        return read(
                file, (config, weights) -> new UNetGradient(config, weights, Precision.FLOAT32, ComputeDevice.cpu()));
    }

    private static <T> T read(TensorFile file, BiFunction<UNetConfig, StateDict, T> make) {
        String weights = file.metadata().getOrDefault("weights", "unet_a_weights.safetensors");
        Path path = file.path().resolveSibling(weights);
        try (TensorFile parameters = Fixtures.open(path);
                TensorFile io = Fixtures.open(path.resolveSibling(weights.replace("_weights.", "_io.")))) {
            UNetConfig config = UNetConfig.fromJson(Fixtures.json(io, "config").toString());
            return make.apply(config, StateDict.of(parameters));
        }
    }

    /** ε, and v where it is wanted. */
    Prediction predict(Tensor xt, int t, boolean variance) {
        Tensor output = network.forward(xt, new double[] {t}, Attention.plain());
        return new Prediction(output.narrow(1, 0, 3), variance ? output.narrow(1, 3, 3) : null);
    }

    @Override
    public void close() {
        network.close();
    }
}
