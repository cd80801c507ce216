package zvrd.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.nn.FilledRaft;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.ModelCatalog;
import zvrd.weights.ModelStore;
import zvrd.weights.PublishedModel;

@ExtendWith(LeakGuard.class)
class RaftTest {
    @TempDir
    private static Path folder = Path.of("");

    private static ModelStore store = new ModelStore(folder);

    @BeforeAll
    static void install() {
        store = new ModelStore(folder.resolve("models"));
        store.importFile(FilledRaft.small(folder.resolve("small.safetensors")), "raft-small");
    }

    private static OpticalFlow raft(int iterations, int threads) {
        return OpticalFlows.create(new FlowChoice("raft", iterations), threads, store);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "17, 150", "128, 136", "131, 129"})
    void framesOfAnySizeHaveAFiniteFlow(int height, int width) {
        try (var scope = new TensorScope();
                OpticalFlow raft = raft(2, 1)) {
            FlowPairs flow = raft.between(new MovingTexture(height, width, 1, 0).frames(2));
            assertThat(flow.forward().shape()).containsExactly(1, 2, height, width);
            assertThat(flow.backward().shape()).containsExactly(1, 2, height, width);
            assertThat(flow.forward().isfinite().all().item_bool()).isTrue();
            assertThat(flow.backward().isfinite().all().item_bool()).isTrue();
        }
    }

    @Test
    void paddingThatIsCutOffAgainLeavesTheFrame() {
        try (var scope = new TensorScope()) {
            Tensor frame = new MovingTexture(131, 50, 0, 0).frames(1);
            FramePadding padding = FramePadding.of(131, 50);
            assertThat(padding).isEqualTo(new FramePadding(39, 39, 2, 3));
            Tensor padded = padding.pad(frame);
            assertThat(padded.shape()).containsExactly(1, 3, 136, 128);
            assertThat(padding.crop(padded).equal(frame)).isTrue();
            assertThat(padded.select(3, 0).equal(padded.select(3, 39))).isTrue();
        }
    }

    @Test
    void theFlowIsTheSameBytesForEveryNumberOfThreadsAndOfFrames() {
        try (var scope = new TensorScope();
                OpticalFlow alone = raft(2, 1);
                OpticalFlow three = raft(2, 3)) {
            Tensor frames = new MovingTexture(128, 131, 3.3, -2.1).frames(4);
            FlowPairs expected = alone.between(frames);
            FlowPairs found = three.between(frames);
            assertThat(found.backward().equal(expected.backward())).isTrue();
            assertThat(found.forward().equal(expected.forward())).isTrue();
            FlowPairs last = alone.between(frames.narrow(0, 2, 2));
            assertThat(last.forward().equal(expected.forward().narrow(0, 2, 1))).isTrue();
        }
    }

    @Test
    void identicalFramesMoveTheSameBothWays() {
        try (var scope = new TensorScope();
                OpticalFlow raft = raft(3, 1)) {
            Tensor frame = new MovingTexture(128, 128, 0, 0).frames(1);
            FlowPairs flow = raft.between(torch.cat(new TensorVector(frame, frame), 0));
            // whatever the network says, nothing tells one way from the other; 1e-5 for the place in the batch
            assertThat(flow.forward().sub(flow.backward()).abs().max().item_double())
                    .isLessThan(1e-5);
        }
    }

    @Test
    void framesInReverseSwapTheTwoWays() {
        try (var scope = new TensorScope();
                OpticalFlow raft = raft(2, 1)) {
            Tensor frames = new MovingTexture(128, 128, 2, 1).frames(3);
            FlowPairs flow = raft.between(frames);
            FlowPairs reverse = raft.between(frames.flip(0));
            Tensor difference = reverse.forward().flip(0).sub(flow.backward());
            assertThat(difference.abs().max().item_double()).isLessThan(1e-5); // the place in the batch
        }
    }

    @Test
    void oneFrameHasNoFlow() {
        try (var scope = new TensorScope();
                OpticalFlow raft = raft(1, 1)) {
            assertThat(raft.name()).isEqualTo("raft");
            assertThatThrownBy(() -> raft.between(torch.zeros(1, 3, 128, 128)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 3, 128, 128]");
        }
    }

    @Test
    void aStoreWithoutRaftSaysHowToGetIt() {
        ModelStore empty = new ModelStore(folder.resolve("nothing"));
        assertThatThrownBy(() -> OpticalFlows.create(new FlowChoice("raft", 12), 1, empty))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.code()).isEqualTo(ExitCode.MODEL);
                    assertThat(error.remedy()).contains("zvrd models pull raft-large");
                });
        assertThatThrownBy(() -> OpticalFlows.create(new FlowChoice("farneback", 12), 1, empty))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void everyRaftThatIsAskedForCanBePulled() {
        assertThat(OpticalFlows.RAFTS)
                .allSatisfy(name -> assertThat(ModelCatalog.find(name))
                        .map(PublishedModel::address)
                        .isPresent());
    }
}
