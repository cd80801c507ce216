"""The U-Net of zvrd in PyTorch, for `zvrd bench --against python`.

Called with the network's options as JSON, a safetensors file of its weights, the side of the image and a number of
threads. Reads one mode a line from standard input (float32, bfloat16 or bfloat16-compiled) and answers each with
the seconds that one evaluation took.
"""
import json
import math
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
TIMESTEP = 500.0


def norm(channels):
    return nn.GroupNorm(32, channels)


def conv3(c_in, c_out, stride=1):
    return nn.Conv2d(c_in, c_out, 3, stride=stride, padding=1)


class Resampled(nn.Module):
    """Twice or half the resolution, with a convolution of its own where `name` is given."""

    def __init__(self, up, channels=None):
        super().__init__()
        self.up = up
        if channels is not None:
            setattr(self, "conv" if up else "op", conv3(channels, channels, 1 if up else 2))

    def forward(self, x, _=None):
        if self.up:
            x = F.interpolate(x, scale_factor=2, mode="nearest")
            return self.conv(x) if hasattr(self, "conv") else x
        return self.op(x) if hasattr(self, "op") else F.avg_pool2d(x, 2)


class Residual(nn.Module):
    def __init__(self, c_in, c_out, embedding, film, resample=None):
        super().__init__()
        self.film, self.resample = film, resample
        self.in_layers = nn.Sequential(norm(c_in), nn.SiLU(), conv3(c_in, c_out))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(embedding, 2 * c_out if film else c_out))
        self.out_layers = nn.Sequential(norm(c_out), nn.SiLU(), nn.Identity(), conv3(c_out, c_out))
        self.skip_connection = nn.Identity() if c_in == c_out else nn.Conv2d(c_in, c_out, 1)

    def forward(self, x, embedding):
        h = self.in_layers[1](self.in_layers[0](x))
        if self.resample is not None:
            h, x = self.resample(h), self.resample(x)
        h = self.in_layers[2](h)
        time_part = self.emb_layers(embedding)[:, :, None, None]
        if self.film:
            scale, shift = time_part.chunk(2, dim=1)
            h = self.out_layers[0](h) * (1 + scale) + shift
        else:
            h = self.out_layers[0](h + time_part)
        return self.skip_connection(x) + self.out_layers[3](F.silu(h))


class SelfAttention(nn.Module):
    def __init__(self, channels, heads, new_order):
        super().__init__()
        self.heads, self.new_order = heads, new_order
        self.norm = norm(channels)
        self.qkv = nn.Conv1d(channels, 3 * channels, 1)
        self.proj_out = nn.Conv1d(channels, channels, 1)

    def forward(self, x, _):
        n, c, height, width = x.shape
        qkv = self.qkv(self.norm(x).reshape(n, c, -1))
        if self.new_order:
            q, k, v = (part.reshape(n, self.heads, c // self.heads, -1) for part in qkv.chunk(3, dim=1))
        else:
            q, k, v = qkv.reshape(n, self.heads, 3 * c // self.heads, -1).chunk(3, dim=2)
        a = F.scaled_dot_product_attention(*(part.transpose(2, 3).contiguous() for part in (q, k, v)))
        a = a.transpose(2, 3).reshape(n, c, -1)
        return x + self.proj_out(a).reshape(n, c, height, width)


class Stage(nn.ModuleList):
    def forward(self, x, embedding):
        for layer in self:
            x = layer(x) if isinstance(layer, nn.Conv2d) else layer(x, embedding)
        return x


class UNet(nn.Module):
    def __init__(self, o):
        super().__init__()
        base, count = o["num_channels"], o["num_res_blocks"]
        widths = [int(float(m) * base) for m in str(o["channel_mult"]).split(",")]
        where = {o["image_size"] // int(r) for r in str(o["attention_resolutions"]).split(",") if r}
        embedding, film, inside = 4 * base, o["use_scale_shift_norm"], o["resblock_updown"]
        head_channels = o["num_head_channels"]

        def attention(channels, heads):
            heads = heads if head_channels == -1 else channels // head_channels
            return SelfAttention(channels, heads, o["use_new_attention_order"])

        def resampler(channels, up):
            if inside:
                return Residual(channels, channels, embedding, film, Resampled(up))
            return Resampled(up, channels)

        self.base = base
        self.time_embed = nn.Sequential(nn.Linear(base, embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        c, skips = widths[0], [widths[0]]
        self.input_blocks = nn.ModuleList([Stage([conv3(3, c)])])
        for level, width in enumerate(widths):
            for _ in range(count):
                stage, c = [Residual(c, width, embedding, film)], width
                if 2**level in where:
                    stage.append(attention(c, o["num_heads"]))
                self.input_blocks.append(Stage(stage))
                skips.append(c)
            if level + 1 < len(widths):
                self.input_blocks.append(Stage([resampler(c, up=False)]))
                skips.append(c)
        self.middle_block = Stage(
            [Residual(c, c, embedding, film), attention(c, o["num_heads"]), Residual(c, c, embedding, film)]
        )
        self.output_blocks = nn.ModuleList()
        for level, width in reversed(list(enumerate(widths))):
            for i in range(count + 1):
                stage, c = [Residual(c + skips.pop(), width, embedding, film)], width
                if 2**level in where:
                    stage.append(attention(c, o["num_heads_upsample"]))
                if level > 0 and i == count:
                    stage.append(resampler(c, up=True))
                self.output_blocks.append(Stage(stage))
        self.out = nn.Sequential(norm(c), nn.SiLU(), conv3(c, 6 if o["learn_sigma"] else 3))

    def forward(self, x, t):
        half = self.base // 2
        angles = t[:, None] * torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32) / half)
        waves = torch.cat([angles.cos(), angles.sin()], dim=1)
        dtype = self.out[2].weight.dtype
        embedding = self.time_embed(waves.to(dtype))
        h, kept = x.to(dtype), []
        for stage in self.input_blocks:
            h = stage(h, embedding)
            kept.append(h)
        h = self.middle_block(h, embedding)
        for stage in self.output_blocks:
            h = stage(torch.cat([h, kept.pop()], dim=1), embedding)
        return self.out(h).float()


def weights(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    for name, tensor in header.items():
        shape, dtype = tensor["shape"], TYPES[tensor["dtype"]]
        flat = torch.frombuffer(data, dtype=dtype, offset=tensor["data_offsets"][0], count=math.prod(shape))
        yield name, flat.reshape(shape).float()


def main():
    options, path, side, threads = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    state = dict(weights(path))
    networks = {}

    def network(mode):
        if mode not in networks:
            built = UNet(options).eval()
            built.load_state_dict(state)
            if mode.startswith("bfloat16"):
                built = built.to(torch.bfloat16).to(memory_format=torch.channels_last)
            networks[mode] = torch.compile(built) if mode.endswith("-compiled") else built
        return networks[mode]

    noise = torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(0))
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        mode = line.strip()
        evaluate = network(mode)
        x = noise.to(memory_format=torch.channels_last) if mode.startswith("bfloat16") else noise
        with torch.inference_mode():
            begin = time.perf_counter()
            evaluate(x, torch.full((1,), TIMESTEP))
            print(time.perf_counter() - begin, flush=True)


if __name__ == "__main__":
    main()
