package zvrd.train;

import java.util.List;
import zvrd.nn.UNetConfig;

/**
 * What is trained and how; progress runs from 0 at the first step to 1 at the end of the training.
 *
 * @param network the shape of the network, where training starts from nothing
 * @param learningRate of AdamW, between warm-up and decay
 * @param warmUp steps in which the learning rate rises to its value
 * @param decayFrom progress from which the learning rate falls along a cosine to a twentieth; 1 for never
 * @param emaDecay share of the averaged weights that stays at each step, once there were enough steps for it
 * @param crops batches of the steps, one after the other and again
 * @param lateCrops the same for the end of the training: larger crops, for the attention's sake
 * @param lateFrom progress from which {@code lateCrops} are drawn
 * @param validationSide of the crops the network is judged by, in pixels
 * @param sheetSide of the samples drawn from pure noise, in pixels
 */
public record TrainingRecipe(
        UNetConfig network,
        double learningRate,
        int warmUp,
        double decayFrom,
        double emaDecay,
        List<CropBatch> crops,
        List<CropBatch> lateCrops,
        double lateFrom,
        int validationSide,
        int sheetSide) {
    private static final String BUILT_IN = """
            {"image_size": 256, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,2,3,4,6",
             "attention_resolutions": "32,16", "num_heads": 4, "num_head_channels": 64, "learn_sigma": true,
             "class_cond": false, "use_scale_shift_norm": true, "resblock_updown": true,
             "use_new_attention_order": false, "dropout": 0.0}""";

    public TrainingRecipe {
        crops = List.copyOf(crops);
        lateCrops = List.copyOf(lateCrops);
        if (crops.isEmpty() || lateCrops.isEmpty()) {
            throw new IllegalArgumentException("a recipe needs batches of crops");
        }
    }

    /** The recipe of the built-in prior: 9.5 million parameters, and a step that two CPU cores take in half a second. */
    public static TrainingRecipe standard() {
        var small = new CropBatch(16, 64);
        var medium = new CropBatch(4, 128);
        var large = new CropBatch(2, 256);
        return new TrainingRecipe(
                UNetConfig.fromJson(BUILT_IN),
                6e-4,
                300,
                0.7,
                0.999,
                List.of(small, small, small, medium),
                List.of(medium, medium, large),
                0.9,
                128,
                256);
    }

    /** The batch of step {@code step} at {@code progress}. */
    CropBatch batch(long step, double progress) {
        List<CropBatch> cycle = progress < lateFrom ? crops : lateCrops;
        return cycle.get((int) (step % cycle.size()));
    }

    /** The learning rate of step {@code step} at {@code progress}. */
    double learningRate(long step, double progress) {
        double rate = learningRate * Math.min(1, (step + 1.0) / warmUp);
        if (progress <= decayFrom || decayFrom >= 1) {
            return rate;
        }
        double decayed = Math.min(1, (progress - decayFrom) / (1 - decayFrom));
        return rate * (0.05 + 0.95 * (1 + Math.cos(Math.PI * decayed)) / 2);
    }

    /** The share of the averaged weights that stays after {@code steps} steps in all: a short memory at first. */
    double emaDecay(long steps) {
        return Math.min(emaDecay, (1.0 + steps) / (10.0 + steps));
    }
}
