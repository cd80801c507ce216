package zvrd.temporal;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.semantic.ImageEmbedding;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * L_SC of ZVRD (eq. 9): Σ_{i≥1} 1 - cos(E_i, E_{i-1}) over the embeddings E of the frames.
 *
 * <p>Frames are embedded one by one, each on one thread with one thread inside, so that neither the number of threads nor
 * which frames share a window's stretch changes a bit of the result. A thread holds the graphs of two frames at most.
 */
public final class SemanticConsistency implements AutoCloseable {
    private final ImageEmbedding embedding;
    private final ShardWorkers workers;
    private final int threads;

    /** The loss under {@code embedding}, which the caller closes after this, on {@code threads} threads. */
    public SemanticConsistency(ImageEmbedding embedding, int threads) {
        this.embedding = embedding;
        this.threads = threads;
        this.workers = new ShardWorkers(threads);
    }

    /** The loss of {@code x0} [N, 3, H, W], N at least 2, and its gradient in every frame. */
    public Loss of(Tensor x0) {
        int n = Math.toIntExact(x0.size(0));
        if (n < 2) {
            throw new IllegalArgumentException("frames to compare: expected at least 2, got " + n);
        }
        var window = new Window(Tensors.toFloats(x0), n, (int) x0.size(2), (int) x0.size(3));
        int parts = Math.min(threads, n);
        workers.run(parts, part -> follow(window, n * part / parts, n * (part + 1) / parts));
        double value = 0;
        for (double pair : window.losses) {
            value += pair;
        }
        return new Loss(value, Tensors.of(window.gradient, x0.shape()));
    }

    /** The frames, and the places for what is found out about each. */
    private static final class Window {
        private final float[] pixels;
        private final float[] gradient;
        private final double[] losses; // of a frame and the one before it
        private final int frames;
        private final int height;
        private final int width;

        Window(float[] pixels, int frames, int height, int width) {
            this.pixels = pixels;
            this.gradient = new float[pixels.length];
            this.losses = new double[frames];
            this.frames = frames;
            this.height = height;
            this.width = width;
        }

        Tensor frame(int i) {
            int size = pixels.length / frames;
            float[] copy = new float[size];
            System.arraycopy(pixels, i * size, copy, 0, size);
            return Tensors.of(copy, 1, 3, height, width);
        }

        void put(int i, float[] gradientOfFrame) {
            System.arraycopy(gradientOfFrame, 0, gradient, i * gradientOfFrame.length, gradientOfFrame.length);
        }
    }

    /** A frame that is known, and the way back from its embedding to its pixels. */
    private record Embedded(Tensor x, Tensor e, Direction direction) implements AutoCloseable {
        @Override
        public void close() {
            x.close();
            e.close();
        }
    }

    /** Losses and gradients of the frames {@code from} … {@code to - 1}; of their neighbours, only the embedding. */
    private void follow(Window window, int from, int to) {
        try (var scope = new TensorScope()) {
            Direction before = from == 0 ? null : look(window, from - 1);
            Embedded here = track(window, from);
            for (int i = from; i < to; i++) {
                Embedded next = i + 1 < to ? track(window, i + 1) : null;
                Direction after = next != null ? next.direction() : i + 1 < window.frames ? look(window, i + 1) : null;
                window.losses[i] = before == null ? 0 : here.direction().distance(before);
                window.put(i, gradient(here, before, after));
                before = here.direction();
                here.close();
                if (next != null) {
                    here = next;
                }
            }
        }
    }

    private Direction look(Window window, int i) {
        try (var scope = new TensorScope();
                var constant = new NoGradGuard()) {
            return Direction.of(embedding.embed(window.frame(i)));
        }
    }

    private Embedded track(Window window, int i) {
        Tensor x = window.frame(i);
        x.requires_grad_(true);
        Tensor e = embedding.embed(x);
        return new Embedded(x, e, Direction.of(e));
    }

    private static float[] gradient(Embedded here, @Nullable Direction before, @Nullable Direction after) {
        try (var scope = new TensorScope()) {
            float[] pull = here.direction().pull(before, after);
            here.e().mul(Tensors.of(pull, here.e().shape())).sum().backward();
            return Tensors.toFloats(here.x().grad());
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
