package zvrd.nn;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;

/** A CLIP image encoder that has learned nothing: element i of its k-th tensor is 0.05·sin(0.37 i + 1.7 k + 0.1). */
public final class TinyClip {
    /** Of its attention, which its tensors do not tell. */
    public static final int HEADS = 2;

    /** Side of the images it looks at. */
    public static final int SIDE = 32;

    private static final int PATCH = 8;
    private static final int WIDTH = 64;
    private static final int LAYERS = 2;
    private static final int OUTPUTS = 16;

    private TinyClip() {}

    /** Writes it by OpenAI's names as {@code type}, beside a tensor of the text encoder. */
    public static Path openAi(Path file, ScalarType type, Map<String, String> metadata) {
        try (var scope = new TensorScope()) {
            var tensors = new LinkedHashMap<String, TensorData>();
            tensors.put("token_embedding.weight", TensorData.copyOf(Tensors.of(new float[4], 2, 2)));
            values().forEach((name, value) -> tensors.put("visual." + name, TensorData.copyOf(value.to(type))));
            SafetensorsWriter.write(file, metadata, tensors);
        }
        return file;
    }

    /** Writes it as Hugging Face's converter does. */
    public static Path huggingFace(Path file) {
        try (var scope = new TensorScope()) {
            var tensors = new LinkedHashMap<String, TensorData>();
            values().forEach((name, value) -> {
                String layer =
                        "vision_model.encoder.layers." + name.replaceAll("\\D*resblocks\\.(\\d+)\\..*", "$1") + ".";
                String last = name.substring(name.lastIndexOf('.') + 1);
                if (name.contains("in_proj_")) {
                    String[] parts = {"q_proj.", "k_proj.", "v_proj."};
                    for (int i = 0; i < parts.length; i++) {
                        Tensor part = value.narrow(0, (long) i * WIDTH, WIDTH).contiguous();
                        String kind = last.substring("in_proj_".length());
                        tensors.put(layer + "self_attn." + parts[i] + kind, TensorData.copyOf(part));
                    }
                } else if (name.equals("proj")) {
                    tensors.put(
                            "visual_projection.weight",
                            TensorData.copyOf(value.t().contiguous()));
                } else {
                    tensors.put(renamed(name, layer, last), TensorData.copyOf(value));
                }
            });
            SafetensorsWriter.write(file, Map.of(), tensors);
        }
        return file;
    }

    private static String renamed(String name, String layer, String last) {
        String module = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        String inLayer = module.replaceAll(".*resblocks\\.\\d+\\.", "");
        return switch (inLayer) {
            case "class_embedding" -> "vision_model.embeddings.class_embedding";
            case "positional_embedding" -> "vision_model.embeddings.position_embedding.weight";
            case "conv1" -> "vision_model.embeddings.patch_embedding.weight";
            case "ln_pre" -> "vision_model.pre_layrnorm." + last;
            case "ln_post" -> "vision_model.post_layernorm." + last;
            case "attn.out_proj" -> layer + "self_attn.out_proj." + last;
            case "ln_1" -> layer + "layer_norm1." + last;
            case "ln_2" -> layer + "layer_norm2." + last;
            case "mlp.c_fc" -> layer + "mlp.fc1." + last;
            case "mlp.c_proj" -> layer + "mlp.fc2." + last;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Map<String, Tensor> values() {
        var values = new LinkedHashMap<String, Tensor>();
        shapes().forEach((name, shape) -> {
            int k = values.size();
            double offset = shape.length == 1 && name.endsWith(".weight") ? 1 : 0;
            long count = 1;
            for (long side : shape) {
                count *= side;
            }
            float[] filled = new float[(int) count];
            for (int i = 0; i < filled.length; i++) {
                filled[i] = (float) (offset + 0.05 * Math.sin(0.37 * i + 1.7 * k + 0.1));
            }
            values.put(name, Tensors.of(filled, shape));
        });
        return values;
    }

    private static Map<String, long[]> shapes() {
        var shapes = new LinkedHashMap<String, long[]>();
        shapes.put("class_embedding", new long[] {WIDTH});
        long patches = (SIDE / PATCH) * (SIDE / PATCH);
        shapes.put("positional_embedding", new long[] {patches + 1, WIDTH});
        shapes.put("proj", new long[] {WIDTH, OUTPUTS});
        shapes.put("conv1.weight", new long[] {WIDTH, 3, PATCH, PATCH});
        putPair(shapes, "ln_pre.", WIDTH);
        for (int i = 0; i < LAYERS; i++) {
            String block = "transformer.resblocks." + i + ".";
            shapes.put(block + "attn.in_proj_weight", new long[] {3 * WIDTH, WIDTH});
            shapes.put(block + "attn.in_proj_bias", new long[] {3 * WIDTH});
            putPair(shapes, block + "attn.out_proj.", WIDTH, WIDTH);
            putPair(shapes, block + "ln_1.", WIDTH);
            putPair(shapes, block + "mlp.c_fc.", 4 * WIDTH, WIDTH);
            putPair(shapes, block + "mlp.c_proj.", WIDTH, 4 * WIDTH);
            putPair(shapes, block + "ln_2.", WIDTH);
        }
        putPair(shapes, "ln_post.", WIDTH);
        return shapes;
    }

    private static void putPair(Map<String, long[]> shapes, String module, long... weight) {
        shapes.put(module + "weight", weight);
        shapes.put(module + "bias", new long[] {weight[0]});
    }
}
