package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20) // hostile content must not take long; a slow machine may
class TorchCheckpointTest {
    private static final long[] ROW = {4};
    private static final long[] STEP = {1};

    @TempDir
    Path folder;

    @Test
    void readsAViewWithOffsetAndStrides() throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}')
                .text("w")
                .tensor("0", 12, 1, new long[] {2, 3}, new long[] {1, 4})
                .raw('s')
                .stop();
        try (TensorFile file = open(ZipBytes.checkpoint(pickle, 12))) {
            assertThat(file.info("w")).isEqualTo(new TensorInfo(DType.F32, new long[] {2, 3}));
            assertThat(floats(file, "w")).containsExactly(1, 5, 9, 2, 6, 10);
        }
    }

    @Test
    void readsArchivesWith64BitFields() throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}')
                .text("w")
                .tensor("0", 4, 0, ROW, STEP)
                .raw('s')
                .stop();
        var zip = new ZipBytes(true).entry("a/data.pkl", pickle).entry("a/data/0", ZipBytes.ramp(4));
        try (TensorFile file = open(zip.end())) {
            assertThat(floats(file, "w")).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void unwrapsAveragedWeightsAndTheParallelPrefix() throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}', '(')
                .text("epoch")
                .number(7)
                .text("params")
                .raw('}')
                .text("module.w")
                .tensor("0", 4, 0, ROW, STEP)
                .raw('s')
                .text("params_ema")
                .raw('}', '(')
                .text("module.w")
                .tensor("0", 4, 2, new long[] {2}, STEP)
                .text("module.steps")
                .number(5)
                .raw('u', 'u')
                .stop();
        try (TensorFile file = open(ZipBytes.checkpoint(pickle, 4))) {
            assertThat(file.names()).containsExactly("w");
            assertThat(floats(file, "w")).containsExactly(2, 3);
            assertThat(file.metadata()).containsEntry("epoch", "7");
        }
    }

    @Test
    void namesTheAttributesOfATorchScriptArchive() throws IOException {
        byte[] pickle = new PickleBytes()
                .global("__torch__.net", "Net")
                .raw(')', 0x81, '}', '(')
                .text("input_resolution")
                .number(224)
                .text("conv")
                .global("__torch__.torch.nn.modules.conv.___torch_mangle_0", "Conv2d")
                .raw(')', 0x81, '}', '(')
                .text("training")
                .raw(0x89)
                .text("weight")
                .tensor("0", 4, 0, ROW, STEP)
                .raw('u', 'b', 'u', 'b')
                .stop();
        try (TensorFile file = open(ZipBytes.checkpoint(pickle, 4, "constants.pkl=", "code/net.py=exit()"))) {
            assertThat(file.names()).containsExactly("conv.weight");
            assertThat(file.metadata()).containsExactly(Map.entry("input_resolution", "224"));
        }
        refused(ZipBytes.checkpoint(pickle, 4), "asks for \"__torch__.net.Net\"");
    }

    @Test
    void boundsTorchScriptObjectsThatShareOrContainThemselves() throws IOException {
        var shared = new PickleBytes().global("__torch__", "M").raw(')', 0x81, 'q', 0);
        for (int i = 1; i <= 40; i++) { // each holds the one before it twice: 2^40 paths
            shared.global("__torch__", "M").raw(')', 0x81, '}', '(');
            shared.text("a").raw('h', i - 1).text("b").raw('h', i - 1).raw('u', 'b', 'q', i);
        }
        refused(ZipBytes.checkpoint(shared.stop(), 1, "constants.pkl="), "more or deeper names");
        var self = new PickleBytes()
                .global("__torch__", "M")
                .raw(')', 0x81, 'q', 0, '}')
                .text("me")
                .raw('h', 0, 's', 'b');
        refused(ZipBytes.checkpoint(self.stop(), 1, "constants.pkl="), "more or deeper names");
    }

    @Test
    void refusesPicklesThatWouldFillTheHeap() throws IOException {
        byte[] dicts = new byte[4 << 20];
        Arrays.fill(dicts, (byte) '}');
        refused(ZipBytes.checkpoint(dicts, 1), "more objects than any checkpoint has");
    }

    @Test
    void refusesManyTensorsThatRepeatOrShareAFewElements() throws IOException {
        long[] sizes = {1 << 20}; // 4 MiB each; alone each is allowed
        var repeated = new PickleBytes().raw('}', '(');
        for (int i = 0; i < 20; i++) {
            repeated.text("w" + i).tensor("0", 4, 0, sizes, new long[] {0});
        }
        refused(ZipBytes.checkpoint(repeated.raw('u').stop(), 4), "more than 8 times the values it holds");
        var shared = new PickleBytes().raw('}', '(').text("w").tensor("0", 1 << 20, 0, sizes, STEP);
        shared.raw('q', 0);
        for (int i = 0; i < 20; i++) {
            shared.text("w" + i).raw('h', 0);
        }
        refused(ZipBytes.checkpoint(shared.raw('u').stop(), 1 << 20), "more than 8 times the values it holds");
    }

    @Test
    void readsTiedWeightsUnderBothNames() throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}', '(')
                .text("in")
                .tensor("0", 4, 0, ROW, STEP)
                .raw('q', 0)
                .text("out")
                .raw('h', 0, 'u')
                .stop();
        try (TensorFile file = open(ZipBytes.checkpoint(pickle, 4))) {
            assertThat(floats(file, "out")).isEqualTo(floats(file, "in"));
        }
    }

    @Test
    void refusesDeepNestingWithoutOverflowingTheStack() throws IOException {
        var pickle = new PickleBytes();
        for (int i = 0; i < 100_000; i++) {
            pickle.raw(']');
        }
        for (int i = 1; i < 100_000; i++) {
            pickle.raw('a');
        }
        refused(ZipBytes.checkpoint(pickle.stop(), 1), "holds no named tensors; it is no dict");
    }

    @Test
    void saysWhichEntriesAFileHasInsteadOfTensors() throws IOException {
        byte[] pickle =
                new PickleBytes().raw('}').text("alpha").number(1).raw('s').stop();
        refused(ZipBytes.checkpoint(pickle, 1), "holds no named tensors, only entries such as \"alpha\"");
    }

    @Test
    void refusesWrappersThatContainThemselves() throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}', 'q', 0)
                .text("state_dict")
                .raw('h', 0, 's')
                .stop();
        refused(ZipBytes.checkpoint(pickle, 1), "wraps its tensors more than 4 times");
    }

    @Test
    void refusesBigEndianArchives() throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}')
                .text("w")
                .tensor("0", 4, 0, ROW, STEP)
                .raw('s')
                .stop();
        refused(ZipBytes.checkpoint(pickle, 4, "byteorder=big"), "byte order \"big\", expected little");
    }

    @Test
    void readsTheStreamOfOldVersionsWithAViewOfAStorage() throws IOException {
        var pickles = new ByteArrayOutputStream();
        pickles.writeBytes(new PickleBytes()
                .raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .stop());
        pickles.writeBytes(new PickleBytes().number(1001).stop());
        pickles.writeBytes(
                new PickleBytes().raw('}').text("little_endian").raw(0x88, 's').stop());
        pickles.writeBytes(new PickleBytes()
                .raw('}')
                .text("w")
                .global("torch._utils", "_rebuild_tensor")
                .raw('(', '(')
                .text("storage")
                .global("torch", "FloatStorage")
                .text("17")
                .text("cpu")
                .number(6)
                .raw('(')
                .text("v")
                .number(2)
                .number(3)
                .raw('t', 't', 'Q')
                .number(1)
                .numbers(2)
                .numbers(1)
                .raw('t', 'R', 's')
                .stop());
        pickles.writeBytes(new PickleBytes().raw(']').text("17").raw('a').stop());
        pickles.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(6).array());
        pickles.writeBytes(ZipBytes.ramp(6));
        try (TensorFile file = open(pickles.toByteArray())) {
            assertThat(floats(file, "w")).containsExactly(3, 4); // view begins at 2, tensor at 1 of it
        }
    }

    private TensorFile open(byte[] content) throws IOException {
        return WeightFiles.open(Files.write(folder.resolve("x.pt"), content));
    }

    private void refused(byte[] content, String message) {
        assertThatThrownBy(() -> open(content).close())
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("x.pt: ")
                .hasMessageContaining(message);
    }

    private static float[] floats(TensorFile file, String name) {
        TensorData data = file.read(name);
        float[] floats = new float[data.bytes().remaining() / 4];
        data.bytes().asFloatBuffer().get(floats);
        ByteBuffer direct = ByteBuffer.allocateDirect(4 * floats.length);
        file.readInto(name, direct);
        assertThat(direct.flip()).isEqualTo(data.bytes());
        return floats;
    }
}
