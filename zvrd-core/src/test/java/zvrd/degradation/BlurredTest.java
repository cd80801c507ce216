package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;

@ExtendWith(LeakGuard.class)
class BlurredTest {
    @Test
    void aBlurBeforeMeansOfBlocksKeepsTheLaws() {
        var a = new Blurred(Blur.of(BlurKernel.gaussian(1.2)), new AverageDownsample(4));
        for (OperatorLaws.Verdict verdict : OperatorLaws.of(a)) {
            assertThat(verdict.holds())
                    .as("%s: %s", verdict.law(), verdict.found())
                    .isTrue();
        }
    }
}
