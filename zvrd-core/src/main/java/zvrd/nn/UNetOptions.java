package zvrd.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guided-diffusion's options by name, each checked for its type as it is asked for. */
final class UNetOptions {
    private static final Set<String> SHAPE = Set.of(
            "image_size",
            "large_size",
            "small_size",
            "num_channels",
            "num_res_blocks",
            "channel_mult",
            "attention_resolutions",
            "num_heads",
            "num_heads_upsample",
            "num_head_channels",
            "learn_sigma",
            "class_cond",
            "use_scale_shift_norm",
            "resblock_updown",
            "use_new_attention_order",
            "rescale_timesteps");

    /** Of no consequence to a trained network's output. */
    private static final Set<String> IGNORED = Set.of(
            "dropout",
            "use_checkpoint",
            "use_fp16",
            "use_kl",
            "rescale_learned_sigmas",
            "diffusion_steps",
            "noise_schedule",
            "timestep_respacing");

    private static final Map<Integer, String> DEFAULT_MULTIPLIERS =
            Map.of(512, "0.5,1,1,2,2,4,4", 256, "1,1,2,2,4,4", 128, "1,1,2,3,4", 64, "1,2,3,4");

    private static final Map<Integer, String> DEFAULT_UPSAMPLER_MULTIPLIERS =
            Map.of(512, "1,1,2,2,4,4", 256, "1,1,2,2,4,4", 64, "1,2,3,4");

    private final JsonNode options;

    private UNetOptions(JsonNode options) {
        this.options = options;
    }

    static UNetOptions parse(String json) {
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw UNetConfig.wrong("(all)", "a JSON object", "text that is no JSON: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw UNetConfig.wrong("(all)", "a JSON object", node.getNodeType());
        }
        for (String name : node.propertyNames()) {
            if (!SHAPE.contains(name) && !IGNORED.contains(name) && !name.equals("predict_xstart")) {
                throw UNetConfig.wrong(name, "one of " + new TreeSet<>(SHAPE), "an unknown name");
            }
        }
        return new UNetOptions(node);
    }

    UNetConfig toConfig() {
        if (flag("predict_xstart", false)) {
            throw UNetConfig.wrong("predict_xstart", "false, as the networks here predict the noise", true);
        }
        boolean upsampler = options.has("large_size");
        int size = upsampler ? integer("large_size", 256) : integer("image_size", 256);
        int heads = integer("num_heads", 4);
        int decoderHeads = integer("num_heads_upsample", -1);
        return new UNetConfig(
                size,
                integer("num_channels", 256),
                integer("num_res_blocks", 2),
                multipliers(size, upsampler),
                downsamplings(size),
                heads,
                decoderHeads == -1 ? heads : decoderHeads,
                integer("num_head_channels", 64),
                flag("learn_sigma", true),
                flag("class_cond", false),
                flag("use_scale_shift_norm", true),
                flag("resblock_updown", true),
                flag("use_new_attention_order", false),
                flag("rescale_timesteps", false),
                upsampler);
    }

    static String write(UNetConfig config) {
        var options = new LinkedHashMap<String, Object>();
        options.put(config.superResolution() ? "large_size" : "image_size", config.imageSize());
        options.put("num_channels", config.modelChannels());
        options.put("num_res_blocks", config.resBlocks());
        options.put(
                "channel_mult",
                config.multipliers().stream().map(UNetOptions::plain).collect(joining()));
        options.put("attention_resolutions", resolutions(config));
        options.put("num_heads", config.heads());
        options.put("num_heads_upsample", config.decoderHeads());
        options.put("num_head_channels", config.headChannels());
        options.put("learn_sigma", config.learnSigma());
        options.put("class_cond", config.classConditional());
        options.put("use_scale_shift_norm", config.scaleShiftNorm());
        options.put("resblock_updown", config.resblockUpdown());
        options.put("use_new_attention_order", config.newAttentionOrder());
        options.put("rescale_timesteps", config.rescaleTimesteps());
        return JsonMapper.shared().writeValueAsString(options);
    }

    private static String resolutions(UNetConfig config) {
        return config.attentionDownsamplings().stream()
                .sorted()
                .map(downsampling -> String.valueOf(config.imageSize() / downsampling))
                .collect(joining());
    }

    private static java.util.stream.Collector<CharSequence, ?, String> joining() {
        return Collectors.joining(",");
    }

    private static String plain(double multiplier) {
        return multiplier == Math.rint(multiplier) ? String.valueOf((long) multiplier) : String.valueOf(multiplier);
    }

    private List<Double> multipliers(int size, boolean upsampler) {
        List<Double> given = numbers("channel_mult", Double::valueOf);
        if (!given.isEmpty()) {
            return given;
        }
        @Nullable String usual = (upsampler ? DEFAULT_UPSAMPLER_MULTIPLIERS : DEFAULT_MULTIPLIERS).get(size);
        if (usual == null) {
            throw UNetConfig.wrong("channel_mult", "a list such as \"1,2,3,4\" at image size " + size, "none");
        }
        return split("channel_mult", usual, Double::valueOf);
    }

    private Set<Integer> downsamplings(int size) {
        List<Integer> given = options.has("attention_resolutions")
                ? numbers("attention_resolutions", Integer::valueOf)
                : List.of(32, 16, 8);
        var factors = new LinkedHashSet<Integer>();
        for (int resolution : given) {
            if (resolution < 1 || resolution > size) {
                throw UNetConfig.wrong("attention_resolutions", "resolutions of 1 … " + size, resolution);
            }
            factors.add(size / resolution);
        }
        return factors;
    }

    private <T> List<T> numbers(String name, Function<String, T> number) {
        @Nullable JsonNode value = options.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value.isArray()) {
            var list = new ArrayList<T>();
            for (JsonNode entry : value) {
                list.addAll(split(name, entry.asString(), number));
            }
            return list;
        }
        return split(name, value.asString(), number);
    }

    private static <T> List<T> split(String name, String text, Function<String, T> number) {
        var list = new ArrayList<T>();
        if (text.isBlank()) {
            return list;
        }
        for (String entry : text.split(",", -1)) {
            try {
                list.add(number.apply(entry.strip()));
            } catch (NumberFormatException e) {
                throw UNetConfig.wrong(name, "numbers separated by commas", '"' + text + '"');
            }
        }
        return list;
    }

    private int integer(String name, int usual) {
        @Nullable JsonNode value = options.get(name);
        if (value == null) {
            return usual;
        }
        if (!value.isInt()) {
            throw UNetConfig.wrong(name, "a whole number", value);
        }
        return value.asInt();
    }

    private boolean flag(String name, boolean usual) {
        @Nullable JsonNode value = options.get(name);
        if (value == null) {
            return usual;
        }
        if (!value.isBoolean()) {
            throw UNetConfig.wrong(name, "true or false", value);
        }
        return value.asBoolean();
    }
}
