package zvrd.nn;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.ClipVision.Activation;
import zvrd.tensor.TensorScope;
import zvrd.weights.DType;
import zvrd.weights.StateDict;
import zvrd.weights.WeightFormatException;

/**
 * The tensors of CLIP's image encoder by OpenAI's names without their {@code visual.}, which open_clip shares, whatever the
 * checkpoint calls them.
 *
 * @param weights OpenAI's image encoder, or the whole of Hugging Face's checkpoint
 */
record ClipNames(StateDict weights, boolean huggingFace) {
    private static final int USUAL_HEAD_CHANNELS = 64;

    /** By the width of open_clip's H, g and G. */
    private static final Map<Long, Integer> WIDER_HEADS = Map.of(1280L, 80, 1408L, 88, 1664L, 104);

    /** Parts of names in which Hugging Face differs from OpenAI, in the order in which they are to be replaced. */
    private static final String[][] HUGGING_FACE = {
        {"transformer.resblocks.", "encoder.layers."},
        {".ln_1.", ".layer_norm1."},
        {".ln_2.", ".layer_norm2."},
        {".mlp.c_fc.", ".mlp.fc1."},
        {".mlp.c_proj.", ".mlp.fc2."},
        {".attn.", ".self_attn."},
        {"class_embedding", "embeddings.class_embedding"},
        {"positional_embedding", "embeddings.position_embedding.weight"},
        {"conv1.", "embeddings.patch_embedding."},
        {"ln_pre.", "pre_layrnorm."}, // sic
        {"ln_post.", "post_layernorm."},
    };

    /** The image encoder among {@code all} tensors of a checkpoint. */
    static ClipNames in(StateDict all) {
        boolean openAi = all.has("visual.conv1.weight");
        if (!openAi && !all.has("vision_model.embeddings.patch_embedding.weight")) {
            throw new WeightFormatException(
                    all.path(), "has no image encoder by the names of OpenAI's CLIP, open_clip or Hugging Face");
        }
        return new ClipNames(openAi ? all.at("visual") : all, !openAi);
    }

    boolean isTransformer() {
        return has("class_embedding");
    }

    boolean has(String name) {
        return weights.has(stored(name));
    }

    /** Size of the tensor {@code name} along {@code dimension}; {@code proj} is [width, D]. */
    int size(String name, int dimension) {
        long[] shape = weights.info(stored(name)).shape();
        int d = transposed(name) ? 1 - dimension : dimension;
        if (d >= shape.length) {
            throw new WeightFormatException(
                    weights.path(),
                    "tensor " + WeightFormatException.quoted(stored(name)) + " has only " + shape.length
                            + " dimensions");
        }
        return Math.toIntExact(shape[d]);
    }

    /** How many modules {@code prefix}0, {@code prefix}1, … there are, each with a tensor {@code name}. */
    int count(String prefix, String name) {
        int n = 0;
        while (has(prefix + n + name)) {
            n++;
        }
        return n;
    }

    private String positions() {
        return isTransformer() ? "positional_embedding" : "attnpool.positional_embedding";
    }

    /** Side of the square of patches that there are positions for, beside the one of the image as a whole. */
    int grid() {
        int tokens = size(positions(), 0) - 1;
        int side = (int) Math.round(Math.sqrt(tokens));
        if (side < 1 || side * side != tokens) {
            throw new WeightFormatException(
                    weights.path(), "has positions for " + tokens + " patches, which are no square");
        }
        return side;
    }

    int usualHeads() {
        int width = size(positions(), 1);
        return Math.max(1, width / WIDER_HEADS.getOrDefault((long) width, USUAL_HEAD_CHANNELS));
    }

    Activation activation() {
        String named = weights.metadata().get("activation");
        if (named != null) {
            return switch (named) {
                case "gelu" -> Activation.GELU;
                case "quick_gelu" -> Activation.QUICK_GELU;
                default ->
                    throw new WeightFormatException(
                            weights.path(),
                            "metadata \"activation\" expects gelu or quick_gelu, found "
                                    + WeightFormatException.quoted(named));
            };
        }
        boolean half = weights.info(stored("conv1.weight")).type() == DType.F16;
        return huggingFace || half ? Activation.QUICK_GELU : Activation.GELU;
    }

    Tensor read(String name, Initial initial, long... shape) {
        if (!huggingFace) {
            return weights.get(name, shape);
        }
        int packed = name.indexOf("in_proj_");
        if (packed >= 0) {
            return packed(name.substring(0, packed), name.substring(packed + "in_proj_".length()), shape);
        }
        return transposed(name)
                ? weights.get(stored(name), shape[1], shape[0]).t().contiguous()
                : weights.get(stored(name), shape);
    }

    /** Queries', keys' and values' rows one below the other. */
    private Tensor packed(String module, String name, long... shape) {
        long[] third = shape.clone();
        third[0] /= 3;
        return TensorScope.compute(() -> torch.cat(new TensorVector(
                weights.get(stored(module + "q_proj." + name), third),
                weights.get(stored(module + "k_proj." + name), third),
                weights.get(stored(module + "v_proj." + name), third))));
    }

    private boolean transposed(String name) {
        return huggingFace && name.equals("proj");
    }

    private String stored(String name) {
        if (!huggingFace) {
            return name;
        }
        if (name.equals("proj")) {
            return "visual_projection.weight";
        }
        String stored = name;
        for (String[] part : HUGGING_FACE) {
            stored = stored.replace(part[0], part[1]);
        }
        return "vision_model." + stored;
    }

    /** Refuses an encoder with learned tensors that were never asked for: it is not the one that was built. */
    void refuseUnused() {
        String known = huggingFace ? "vision_model." : "visual.";
        weights.unused().stream()
                .filter(name -> name.contains(known))
                .filter(name -> !name.endsWith("num_batches_tracked") && !name.endsWith("position_ids"))
                .findFirst()
                .ifPresent(name -> {
                    throw new WeightFormatException(
                            weights.path(),
                            "has a tensor " + WeightFormatException.quoted(name)
                                    + " that no image encoder known here has");
                });
    }
}
