package zvrd.nn;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * The shape of a guided-diffusion U-Net (arXiv:2105.05233), enough to build it without weights.
 *
 * @param imageSize side length the network was trained at, in pixels; other multiples of {@link #stride()} work too
 * @param modelChannels channels of which the levels have multiples
 * @param resBlocks residual blocks per level of the encoder; the decoder has one more
 * @param multipliers channels of each level over {@code modelChannels}, from full resolution down
 * @param attentionDownsamplings factors of downsampling at which there is attention
 * @param heads attention heads of encoder and middle, where {@code headChannels} is -1
 * @param decoderHeads attention heads of the decoder, where {@code headChannels} is -1
 * @param headChannels channels of one attention head, or -1
 * @param learnSigma whether variance values follow the noise in the output
 * @param classConditional whether a label out of {@link #CLASSES} classes goes in
 * @param scaleShiftNorm whether the timestep scales and shifts the features; else it is added to them
 * @param resblockUpdown whether residual blocks change the resolution; else convolutions of their own do
 * @param newAttentionOrder whether queries, keys and values are told apart before the heads
 * @param rescaleTimesteps whether timesteps go in on a scale of 0 … 1000 whatever their number
 * @param superResolution whether a smaller image goes in beside the noisy one
 */
public record UNetConfig(
        int imageSize,
        int modelChannels,
        int resBlocks,
        List<Double> multipliers,
        Set<Integer> attentionDownsamplings,
        int heads,
        int decoderHeads,
        int headChannels,
        boolean learnSigma,
        boolean classConditional,
        boolean scaleShiftNorm,
        boolean resblockUpdown,
        boolean newAttentionOrder,
        boolean rescaleTimesteps,
        boolean superResolution) {
    /** ImageNet's classes, which the published class-conditional networks know. */
    public static final int CLASSES = 1000;

    private static final int MOST_LEVELS = 12;
    private static final int MOST_CHANNELS = 1 << 16;

    public UNetConfig {
        multipliers = List.copyOf(multipliers);
        attentionDownsamplings = Set.copyOf(attentionDownsamplings);
        requireRange("num_channels", modelChannels, 1, MOST_CHANNELS);
        requireRange("num_res_blocks", resBlocks, 1, 64);
        requireRange("number of levels in channel_mult", multipliers.size(), 1, MOST_LEVELS);
        requireRange("image_size", imageSize, 1, 1 << 16);
        if (imageSize % (1 << (multipliers.size() - 1)) != 0) {
            throw wrong("image_size", "a multiple of " + (1 << (multipliers.size() - 1)), imageSize);
        }
        for (int level = 0; level < multipliers.size(); level++) {
            requireLevel(channels(modelChannels, multipliers.get(level)), level, attentionDownsamplings);
        }
        if (headChannels != -1) {
            requireRange("num_head_channels", headChannels, 1, MOST_CHANNELS);
        }
        requireRange("num_heads", heads, 1, MOST_CHANNELS);
        requireRange("num_heads_upsample", decoderHeads, 1, MOST_CHANNELS);
        for (int level = 0; level < multipliers.size(); level++) {
            if (attentionDownsamplings.contains(1 << level) || level == multipliers.size() - 1) {
                requireHeads(channels(modelChannels, multipliers.get(level)), heads, decoderHeads, headChannels);
            }
        }
    }

    /**
     * Reads guided-diffusion's options; what is missing is as in its 256 × 256 unconditional model.
     *
     * @param json an object with names such as {@code num_channels}, values as on guided-diffusion's command line
     * @throws UserError exit 4, naming the option, for one that is unknown or makes no network
     */
    public static UNetConfig fromJson(String json) {
        return UNetOptions.parse(json).toConfig();
    }

    /** Guided-diffusion's options as JSON, from which {@link #fromJson} makes an equal configuration. */
    public String toJson() {
        return UNetOptions.write(this);
    }

    /** Channels of {@code level}, 0 being the full resolution. */
    public int channels(int level) {
        return channels(modelChannels, multipliers.get(level));
    }

    /** Channels of the image that goes in: colours, twice for super-resolution. */
    public int inChannels() {
        return superResolution ? 6 : 3;
    }

    /** Channels of the output: the noise's, and as many of variance values where they are learned. */
    public int outChannels() {
        return learnSigma ? 6 : 3;
    }

    /** Features the timestep is embedded in. */
    public int embeddingChannels() {
        return 4 * modelChannels;
    }

    /** Sides of the image must be multiples of this many pixels. */
    public int stride() {
        return 1 << (multipliers.size() - 1);
    }

    /** Pixels per position, along one side, of the decoder's finest map with attention; empty where no level has any. */
    public OptionalInt finestAttention() {
        return attentionDownsamplings.stream()
                .mapToInt(Integer::intValue)
                .filter(downsampling -> Integer.bitCount(downsampling) == 1 && downsampling <= stride())
                .min();
    }

    /** Attention heads at {@code channels} channels. */
    int headsAt(int channels, boolean decoder) {
        if (headChannels != -1) {
            return channels / headChannels;
        }
        return decoder ? decoderHeads : heads;
    }

    private static int channels(int modelChannels, double multiplier) {
        return (int) (multiplier * modelChannels);
    }

    private static void requireLevel(int channels, int level, Set<Integer> attention) {
        if (channels < 1 || channels > MOST_CHANNELS || channels % GroupNorm.GROUPS != 0) {
            throw wrong(
                    "channel_mult",
                    "num_channels times each entry to be a multiple of " + GroupNorm.GROUPS + " up to " + MOST_CHANNELS,
                    channels + " at level " + level);
        }
        for (int downsampling : attention) {
            if (downsampling < 1) {
                throw wrong("attention_resolutions", "resolutions up to image_size", "factor " + downsampling);
            }
        }
    }

    private static void requireHeads(int channels, int heads, int decoderHeads, int headChannels) {
        if (headChannels != -1) {
            if (channels % headChannels != 0) {
                throw wrong(
                        "num_head_channels", "a divisor of the " + channels + " channels with attention", headChannels);
            }
        } else if (channels % heads != 0 || channels % decoderHeads != 0) {
            throw wrong("num_heads", "a divisor of the " + channels + " channels with attention", heads);
        }
    }

    private static void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option, least + " … " + most, value);
        }
    }

    static UserError wrong(String option, String expected, Object found) {
        return new UserError(
                ExitCode.MODEL,
                "option " + option + " of the network's configuration: expected " + expected + ", got " + found,
                "give the options the checkpoint was trained with, by guided-diffusion's names");
    }
}
