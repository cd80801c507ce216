package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.ClipVision.Activation;
import zvrd.tensor.TensorScope;

/** CLIP's vision transformer: patches as tokens behind one that stands for the image. */
final class ClipTransformer implements ClipVision.ClipTower {
    private final int patch;
    private final int grid;
    private final Tensor patchKernel;
    private final Tensor classToken;
    private final Tensor positions;
    private final LayerNorm normIn;
    private final List<TokenBlock> blocks;
    private final LayerNorm normOut;
    private final Tensor projection;

    ClipTransformer(Parameters parameters, ClipNames names, ClipVision.Hidden hidden) {
        int width = names.size("conv1.weight", 0);
        this.patch = names.size("conv1.weight", 2);
        this.grid = names.grid();
        this.patchKernel = parameters.get("conv1.weight", Initial.ZERO, width, 3, patch, patch);
        this.classToken = parameters.get("class_embedding", Initial.ZERO, width);
        this.positions = parameters.get("positional_embedding", Initial.ZERO, 1L + grid * grid, width);
        this.normIn = LayerNorm.of(parameters.at("ln_pre"), width);
        this.blocks = new ArrayList<>();
        int layers = names.count("transformer.resblocks.", ".ln_1.weight");
        for (int i = 0; i < layers; i++) {
            String block = "transformer.resblocks." + i;
            int hiddenWidth = names.size(block + ".mlp.c_fc.weight", 0);
            blocks.add(TokenBlock.of(parameters.at(block), width, hiddenWidth, hidden));
        }
        this.normOut = LayerNorm.of(parameters.at("ln_post"), width);
        this.projection = parameters.get("proj", Initial.ZERO, width, names.size("proj", 1));
    }

    @Override
    public int resolution() {
        return grid * patch;
    }

    @Override
    public Tensor forward(Tensor x, FeatureTap tap) {
        Tensor h = normIn.apply(tokens(x)); // [N, 1 + grid², width]
        tap.output("ln_pre", h);
        for (int i = 0; i < blocks.size(); i++) {
            h = blocks.get(i).forward(h);
            tap.output("transformer.resblocks." + i, h);
        }
        Tensor image = normOut.apply(h.select(1, 0));
        tap.output("ln_post", image);
        return image.matmul(projection);
    }

    private Tensor tokens(Tensor x) {
        return TensorScope.compute(() -> {
            long[] stride = {patch, patch};
            Tensor patches = torch.conv2d(
                            x, patchKernel, new TensorOptional(), stride, new long[] {0, 0}, new long[] {1, 1}, 1)
                    .flatten(2, -1)
                    .transpose(1, 2); // row by row
            Tensor first = classToken.expand(x.size(0), 1, classToken.size(0));
            return torch.cat(new TensorVector(first, patches), 1).add(positions);
        });
    }

    /** Attention among the tokens, then a perceptron for each, both added to what they see normalised. */
    private record TokenBlock(
            LayerNorm normAttention,
            Linear qkv,
            Linear mixed,
            LayerNorm normPerceptron,
            Linear up,
            Linear down,
            int heads,
            Activation activation) {

        static TokenBlock of(Parameters parameters, int width, int hiddenWidth, ClipVision.Hidden hidden) {
            Parameters attention = parameters.at("attn");
            return new TokenBlock(
                    LayerNorm.of(parameters.at("ln_1"), width),
                    new Linear(
                            attention.get("in_proj_weight", Initial.ZERO, 3L * width, width),
                            attention.get("in_proj_bias", Initial.ZERO, 3L * width)),
                    Linear.of(attention.at("out_proj"), width, width),
                    LayerNorm.of(parameters.at("ln_2"), width),
                    Linear.of(parameters.at("mlp.c_fc"), width, hiddenWidth),
                    Linear.of(parameters.at("mlp.c_proj"), hiddenWidth, width),
                    hidden.heads(),
                    hidden.activation());
        }

        Tensor forward(Tensor x) {
            return TensorScope.compute(() -> {
                Tensor h = x.add(mixed.apply(attended(qkv.apply(normAttention.apply(x)))));
                return h.add(down.apply(activation.apply(up.apply(normPerceptron.apply(h)))));
            });
        }

        private Tensor attended(Tensor qkv) { // [N, T, 3·width] -> [N, T, width]
            long images = qkv.size(0);
            long tokens = qkv.size(1);
            long width = qkv.size(2) / 3;
            Tensor all = qkv.view(images, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
            return PlainAttention.attended(all.select(0, 0), all.select(0, 1), all.select(0, 2))
                    .transpose(1, 2)
                    .reshape(images, tokens, width);
        }
    }
}
