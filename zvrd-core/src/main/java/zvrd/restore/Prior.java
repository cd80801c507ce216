package zvrd.restore;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.nn.Attention;
import zvrd.nn.SkipStore;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetGradient;
import zvrd.semantic.Embeddings;
import zvrd.semantic.ImageEmbedding;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;
import zvrd.weights.ModelCatalog;
import zvrd.weights.ModelStore;
import zvrd.weights.PublishedModel;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/** A diffusion network that knows what images look like, loaded and ready. */
public final class Prior implements AutoCloseable {
    private static final int LEVELS = 1000;

    private final String name;
    private final UNet network;
    private final NoiseSchedule schedule;
    private final ComputeDevice device;

    private Prior(String name, UNet network, NoiseSchedule schedule, ComputeDevice device) {
        this.name = name;
        this.network = network;
        this.schedule = schedule;
        this.device = device;
    }

    /** A prior on the processor; see {@link #load(String, Precision, ComputeDevice)}. */
    public static Prior load(String model, Precision precision) {
        return load(model, precision, ComputeDevice.cpu());
    }

    /**
     * Loads a prior to {@code device}.
     *
     * @param model {@code builtin}, a name in the model store, or a file
     * @throws UserError exit 4 where it is missing, damaged, of an unknown architecture, or wants more than an image
     */
    public static Prior load(String model, Precision precision, ComputeDevice device) {
        try (TensorFile file = ModelStore.standard().open(model)) {
            String options = options(file);
            UNetConfig config = UNetConfig.fromJson(options);
            refuseConditional(model, config);
            StateDict weights = StateDict.of(file);
            UNet network = new UNet(config, weights, precision, device);
            return new Prior(model, network, schedule(options), device);
        }
    }

    /** The architecture: what the file says of itself, else that of the published model it has the tensors of. */
    private static String options(TensorFile file) {
        String own = file.metadata().get("config");
        if (own != null) {
            return own;
        }
        return ModelCatalog.match(file)
                .map(PublishedModel::options)
                .orElseThrow(
                        () -> new UserError(
                                ExitCode.MODEL,
                                file.path()
                                        + " says nothing of its architecture and has the tensors of no published model",
                                "convert it to safetensors with guided-diffusion's options as JSON under the metadata key config"));
    }

    private static void refuseConditional(String model, UNetConfig config) {
        if (config.classConditional() || config.superResolution()) {
            throw new UserError(
                    ExitCode.MODEL,
                    "--model " + model + " expects " + (config.superResolution() ? "a smaller image" : "a class label")
                            + " beside the frame; a restoration has none",
                    "take an unconditional model, such as --model builtin");
        }
    }

    private static NoiseSchedule schedule(String options) {
        JsonNode name = JsonMapper.shared().readTree(options).path("noise_schedule");
        return switch (name.asString("linear")) {
            case "linear" -> NoiseSchedule.linear(LEVELS);
            case "cosine" -> NoiseSchedule.cosine(LEVELS);
            default ->
                throw new UserError(
                        ExitCode.MODEL,
                        "noise_schedule in the model's options expects linear or cosine, found " + name,
                        "take another model");
        };
    }

    /** The network as a denoiser of whole images whose sides are multiples of {@link #stride()}; threads may share it. */
    public Denoiser denoiser() {
        return denoiser(SkipStore.memory());
    }

    /** The same, whose encoder's outputs wait in {@code skips}, which the caller owns. */
    Denoiser denoiser(SkipStore skips) {
        return new NetworkDenoiser(network, schedule, Attention.plain(), skips);
    }

    /**
     * What says how alike frames are: CLIP where it is installed, else the prior's own middle; the caller closes it.
     *
     * @throws UserError exit 4 where the file it comes from is not what it should be
     */
    public ImageEmbedding embedding() {
        try (TensorFile file = ModelStore.standard().open(name)) {
            return Embeddings.create(ModelStore.standard(), network.config(), StateDict.of(file), network.precision());
        }
    }

    /**
     * The way back through the network, which is read once more for it; the caller closes it.
     *
     * @throws UserError exit 4 where the file it comes from is not what it should be
     */
    UNetGradient gradient() {
        try (TensorFile file = ModelStore.standard().open(name)) {
            return new UNetGradient(network.config(), StateDict.of(file), network.precision(), device);
        }
    }

    /** The network's shape. */
    public UNetConfig config() {
        return network.config();
    }

    /** Bytes of its parameters in memory. */
    public long parameterBytes() {
        return network.parameters().values().stream()
                .mapToLong(parameter -> parameter.numel() * parameter.element_size())
                .sum();
    }

    /** The levels of noise it was trained with. */
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** The name it was asked for by. */
    public String name() {
        return name;
    }

    /** Side in pixels of the images it was trained for. */
    public int imageSize() {
        return network.config().imageSize();
    }

    /** Sides of what it sees must be multiples of this. */
    public int stride() {
        return network.config().stride();
    }

    /** What it computes in. */
    public Precision precision() {
        return network.precision();
    }

    @Override
    public void close() {
        network.close();
    }
}
