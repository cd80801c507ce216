package zvrd.nn;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;

/**
 * A RAFT that has learned nothing, by its authors' names and in their order: element i of its k-th tensor is
 * 0.03·sin(0.37 i + 1.7 k + 0.1), one more where it scales, and one more than its size where it is a variance.
 */
public final class FilledRaft {
    private final boolean small;
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private FilledRaft(boolean small) {
        this.small = small;
        encoder("fnet.", small ? 128 : 256, false);
        encoder("cnet.", small ? 160 : 256, !small);
        update();
    }

    public static Path large(Path file) {
        return new FilledRaft(false).write(file);
    }

    public static Path small(Path file) {
        return new FilledRaft(true).write(file);
    }

    private Path write(Path file) {
        var tensors = new LinkedHashMap<String, TensorData>();
        shapes.forEach((name, shape) -> {
            int k = tensors.size();
            TensorScope.run(() ->
                    tensors.put("module." + name, TensorData.copyOf(Tensors.of(values(name, shape, k), shape))));
        });
        TensorScope.run(() -> tensors.put(
                "module.cnet.layer2.0.downsample.1.num_batches_tracked", TensorData.copyOf(torch.zeros(1))));
        SafetensorsWriter.write(file, Map.of(), tensors);
        return file;
    }

    private static float[] values(String name, long[] shape, int k) {
        long count = 1;
        for (long side : shape) {
            count *= side;
        }
        float[] values = new float[(int) count];
        boolean scale = shape.length == 1 && name.endsWith(".weight");
        for (int i = 0; i < values.length; i++) {
            double wave = 0.03 * Math.sin(0.37 * i + 1.7 * k + 0.1);
            values[i] = (float) (name.endsWith(".running_var") ? 1 + Math.abs(wave) : scale ? 1 + wave : wave);
        }
        return values;
    }

    private void encoder(String prefix, int outputs, boolean normed) {
        int[] stages = small ? new int[] {32, 64, 96} : new int[] {64, 96, 128};
        if (normed) {
            norm(prefix + "norm1", stages[0]);
        }
        conv(prefix + "conv1", stages[0], 3, 7, 7);
        int in = stages[0];
        for (int stage = 0; stage < 3; stage++) {
            int out = stages[stage];
            for (int unit = 0; unit < 2; unit++) {
                unit(prefix + "layer" + (stage + 1) + "." + unit + ".", in, out, stage > 0 && unit == 0, normed);
                in = out;
            }
        }
        conv(prefix + "conv2", outputs, in, 1, 1);
    }

    private void unit(String prefix, int in, int out, boolean strided, boolean normed) {
        int narrow = small ? out / 4 : out;
        conv(prefix + "conv1", narrow, in, small ? 1 : 3, small ? 1 : 3);
        conv(prefix + "conv2", narrow, narrow, 3, 3);
        if (small) {
            conv(prefix + "conv3", out, narrow, 1, 1);
        }
        for (int i = 1; normed && i <= (strided ? 3 : 2); i++) {
            norm(prefix + "norm" + i, out);
        }
        if (strided) {
            conv(prefix + "downsample.0", out, in, 1, 1);
            if (normed) {
                norm(prefix + "downsample.1", out);
            }
        }
    }

    private void update() {
        String encoder = "update_block.encoder.";
        conv(encoder + "convc1", small ? 96 : 256, small ? 196 : 324, 1, 1);
        if (!small) {
            conv(encoder + "convc2", 192, 256, 3, 3);
        }
        conv(encoder + "convf1", small ? 64 : 128, 2, 7, 7);
        conv(encoder + "convf2", small ? 32 : 64, small ? 64 : 128, 3, 3);
        conv(encoder + "conv", small ? 80 : 126, small ? 128 : 256, 3, 3);
        int hidden = small ? 96 : 128;
        for (String suffix : small ? new String[] {""} : new String[] {"1", "2"}) {
            for (String gate : new String[] {"z", "r", "q"}) {
                int height = small ? 3 : suffix.equals("1") ? 1 : 5;
                int width = small ? 3 : suffix.equals("1") ? 5 : 1;
                conv("update_block.gru.conv" + gate + suffix, hidden, small ? 242 : 384, height, width);
            }
        }
        conv("update_block.flow_head.conv1", small ? 128 : 256, hidden, 3, 3);
        conv("update_block.flow_head.conv2", 2, small ? 128 : 256, 3, 3);
        if (!small) {
            conv("update_block.mask.0", 256, hidden, 3, 3);
            conv("update_block.mask.2", 576, 256, 1, 1);
        }
    }

    private void conv(String module, long out, long in, long height, long width) {
        shapes.put(module + ".weight", new long[] {out, in, height, width});
        shapes.put(module + ".bias", new long[] {out});
    }

    private void norm(String module, long channels) {
        for (String name : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            shapes.put(module + "." + name, new long[] {channels});
        }
    }
}
