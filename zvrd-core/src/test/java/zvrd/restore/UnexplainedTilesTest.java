package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.Identity;
import zvrd.journal.Unexplained;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class UnexplainedTilesTest {
    private static final double LEVEL = 1 / 127.5;

    @Test
    void everyTileIsToldInPixelsOfTheRestoredFrame() {
        try (var scope = new TensorScope()) {
            Tensor surprise = torch.zeros(2, 3, 40, 24);
            surprise.narrow(0, 1, 1).narrow(2, 16, 16).narrow(3, 16, 8).fill_(new Scalar(-2 * LEVEL));
            surprise.narrow(0, 1, 1).narrow(2, 3, 1).narrow(3, 3, 1).fill_(new Scalar(6 * LEVEL));
            List<Unexplained> frames = UnexplainedTiles.of(surprise, new AverageDownsample(4));
            assertThat(frames.get(0))
                    .extracting(Unexplained::max, Unexplained::rms)
                    .containsExactly(0.0, 0.0);
            assertThat(frames.get(0).worst()).hasSize(6);
            Unexplained second = frames.get(1);
            assertThat(second.max()).isCloseTo(6, within(1e-4));
            assertThat(second.rms()).isCloseTo(Math.sqrt((128 * 4 + 36) / 960.0), within(1e-3));
            assertThat(second.worst().subList(0, 2))
                    .containsExactly(new Unexplained.Tile(64, 64, 2), new Unexplained.Tile(0, 0, 0.375)); // 6 / 16
        }
    }

    @Test
    void ofALargeFrameTheWorstTilesAreKept() {
        try (var scope = new TensorScope()) {
            Tensor surprise = torch.zeros(1, 1, 64, 64 * 20);
            for (int tile = 0; tile < 20; tile++) {
                surprise.narrow(3, 64L * tile, 64).fill_(new Scalar(tile * LEVEL));
            }
            List<Unexplained.Tile> worst =
                    UnexplainedTiles.of(surprise, new Identity()).get(0).worst();
            assertThat(worst).hasSize(Unexplained.MOST_TILES);
            assertThat(worst.get(0)).isEqualTo(new Unexplained.Tile(0, 64 * 19, 19));
            assertThat(worst.get(15)).isEqualTo(new Unexplained.Tile(0, 64 * 4, 4));
        }
    }

    @Test
    void whatLiesInTheMarginsOfABlurIsLeftOut() {
        var blur = Blur.of(BlurKernel.motion(7, 20));
        long margin = blur.margin();
        try (var scope = new TensorScope()) {
            Tensor surprise = torch.ones(1, 3, 70 + 2 * margin, 64 + 2 * margin);
            surprise.narrow(2, margin, 70).narrow(3, margin, 64).zero_();
            surprise.narrow(2, margin + 66, 1).narrow(3, margin, 64).fill_(new Scalar(LEVEL));
            Unexplained frame = UnexplainedTiles.of(surprise, blur).get(0);
            assertThat(frame.max()).isCloseTo(1, within(1e-4));
            assertThat(frame.worst())
                    .containsExactly(new Unexplained.Tile(64, 0, 0.408), new Unexplained.Tile(0, 0, 0)); // √(1 / 6)
        }
    }
}
