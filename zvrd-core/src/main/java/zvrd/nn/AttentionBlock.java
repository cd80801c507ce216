package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** Self-attention over the positions of a map, added to it; how it attends is handed in with each pass. */
final class AttentionBlock implements Layer {
    private final String name;
    private final int downsampling;
    private final boolean decoder;
    private final int heads;
    private final boolean headsFirst;
    private final GroupNorm norm;
    private final Conv qkv;
    private final Conv projection;

    /** {@code heads} heads; {@code downsampling} tells the strategy how coarse the map is. */
    AttentionBlock(Parameters parameters, UNetConfig config, int channels, int heads, int downsampling) {
        this.name = parameters.module();
        this.downsampling = downsampling;
        this.decoder = name.startsWith("output_blocks.");
        this.heads = heads;
        this.headsFirst = !config.newAttentionOrder();
        this.norm = GroupNorm.of(parameters.at("norm"), channels);
        this.qkv = Conv.pointwise(parameters.at("qkv"), channels, 3 * channels, Initial.fanIn(channels));
        this.projection = Conv.pointwise(parameters.at("proj_out"), channels, channels, Initial.ZERO);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return TensorScope.compute(() -> {
            long images = x.size(0);
            long channels = x.size(1);
            long height = x.size(2);
            long width = x.size(3);
            var site = new AttentionSite(name, downsampling, (int) height, (int) width, decoder);
            Tensor all = split(qkv.apply(norm.apply(x))); // [N, heads, 3, T, ch]
            Tensor mixed = pass.attention().attend(site, x, all.select(2, 0), all.select(2, 1), all.select(2, 2));
            Tensor map = mixed.permute(0, 2, 1, 3) // [N, T, heads, ch]: heads lie side by side along the channels
                    .reshape(images, height, width, channels)
                    .permute(0, 3, 1, 2)
                    .contiguous(x.suggest_memory_format()); // as the maps around it lie
            return projection.apply(map).add_(x);
        });
    }

    /** Channels [N, 3C, H, W] to queries, keys and values: OpenAI's published order has the heads outermost. */
    private Tensor split(Tensor x) {
        long images = x.size(0);
        long tokens = x.size(2) * x.size(3);
        long width = x.size(1) / 3 / heads;
        Tensor rows = x.permute(0, 2, 3, 1); // without a copy, as channels are last in memory
        return headsFirst
                ? rows.reshape(images, tokens, heads, 3, width).permute(0, 2, 3, 1, 4)
                : rows.reshape(images, tokens, 3, heads, width).permute(0, 3, 2, 1, 4);
    }
}
