package zvrd.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lays out the U-Net's blocks in guided-diffusion's order, so that every parameter has its published name. */
final class UNetBuilder {
    private final UNetConfig config;
    private final Parameters parameters;
    private final Deque<Integer> skipChannels = new ArrayDeque<>();
    private int channels;
    private int downsampling = 1;

    UNetBuilder(UNetConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    List<Block> encoder() {
        var blocks = new ArrayList<Block>();
        channels = config.channels(0);
        Parameters stem = parameters.at("input_blocks.0");
        blocks.add(new Block(stem.module(), List.of(Conv.of(stem.at("0"), config.inChannels(), channels, 3))));
        skipChannels.push(channels);
        int levels = config.multipliers().size();
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < config.resBlocks(); i++) {
                blocks.add(residual(parameters.at("input_blocks." + blocks.size()), channels, level, false));
                skipChannels.push(channels);
            }
            if (level < levels - 1) {
                Parameters down = parameters.at("input_blocks." + blocks.size());
                blocks.add(new Block(down.module(), List.of(resampling(down.at("0"), Resampling.DOWN))));
                skipChannels.push(channels);
                downsampling *= 2;
            }
        }
        return blocks;
    }

    Block middle() {
        Parameters middle = parameters.at("middle_block");
        return new Block(
                middle.module(),
                List.of(
                        new ResBlock(middle.at("0"), config, channels, channels, Resampling.NONE),
                        attention(middle.at("1"), false),
                        new ResBlock(middle.at("2"), config, channels, channels, Resampling.NONE)));
    }

    List<Block> decoder() {
        var blocks = new ArrayList<Block>();
        for (int level = config.multipliers().size() - 1; level >= 0; level--) {
            for (int i = 0; i <= config.resBlocks(); i++) {
                Parameters here = parameters.at("output_blocks." + blocks.size());
                Block block = residual(here, channels + skipChannels.pop(), level, true);
                if (level > 0 && i == config.resBlocks()) {
                    var layers = new ArrayList<>(block.layers());
                    layers.add(resampling(here.at(String.valueOf(layers.size())), Resampling.UP));
                    block = new Block(block.name(), layers);
                    downsampling /= 2;
                }
                blocks.add(block);
            }
        }
        return blocks;
    }

    private Block residual(Parameters here, int in, int level, boolean decoder) {
        channels = config.channels(level);
        var layers = new ArrayList<Layer>();
        layers.add(new ResBlock(here.at("0"), config, in, channels, Resampling.NONE));
        if (config.attentionDownsamplings().contains(downsampling)) {
            layers.add(attention(here.at("1"), decoder));
        }
        return new Block(here.module(), layers);
    }

    private AttentionBlock attention(Parameters here, boolean decoder) {
        return new AttentionBlock(here, config, channels, config.headsAt(channels, decoder), downsampling);
    }

    private Layer resampling(Parameters here, Resampling direction) {
        if (config.resblockUpdown()) {
            return new ResBlock(here, config, channels, channels, direction);
        }
        return direction == Resampling.DOWN ? Downsample.of(here, channels) : Upsample.of(here, channels);
    }
}
