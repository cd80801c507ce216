package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * White Gaussian noise.
 *
 * @param levels standard deviation in units of 8-bit levels, 0 to 255
 */
public record GaussianNoise(double levels) implements NoiseModel {
    public GaussianNoise {
        if (!(levels >= 0 && levels <= 255)) {
            throw new IllegalArgumentException("noise must be within 0 and 255 levels, got " + levels);
        }
    }

    @Override
    public String name() {
        return "gaussian";
    }

    @Override
    public Tensor addTo(Tensor y, NoiseSource source, int firstFrame) {
        return TensorScope.compute(() -> y.add(normal(y, source, 0, firstFrame), new Scalar(sigma())));
    }

    @Override
    public double sigma() {
        return levels / 127.5;
    }

    /** Standard normal numbers of the shape of {@code y}, each image with those of its frame. */
    static Tensor normal(Tensor y, NoiseSource source, int draw, int firstFrame) {
        long[] s = Shapes.ofImage(y);
        var frames = new TensorVector();
        for (int n = 0; n < s[0]; n++) {
            frames.push_back(source.normal(NoiseStream.MEASUREMENT, draw, firstFrame + n, s[1], s[2], s[3]));
        }
        return torch.cat(frames, 0).to(y.device(), y.scalar_type());
    }
}
