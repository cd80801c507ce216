package zvrd.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;

/**
 * Random crops of the training images at random sizes, turned and mirrored. Which images are at hand depends on the
 * step alone: all of them if they fit into memory, else a new choice every {@value #EPOCH} steps.
 */
final class ImageCrops implements AutoCloseable {
    static final int EPOCH = 2000;
    private static final double SHARE_OF_BIG = 0.6;
    private static final int MOST_TRIES = 10_000;

    private final List<TrainingImage> images;
    private final StepDraws draws;
    private final long budget;
    private final ShardWorkers workers;
    private final Consumer<String> remarks;
    private final Map<TrainingImage, ImagePyramid> resident = new LinkedHashMap<>();
    private final Set<TrainingImage> damaged = new LinkedHashSet<>();
    private List<ImagePyramid> big = List.of();
    private List<ImagePyramid> small = List.of();
    private long epoch = -1;

    /** Crops of {@code images}, of which at most {@code budget} bytes are held at a time; {@code workers} decode them. */
    ImageCrops(
            List<TrainingImage> images, StepDraws draws, long budget, ShardWorkers workers, Consumer<String> remarks) {
        this.images = List.copyOf(images);
        this.draws = draws;
        this.budget = budget;
        this.workers = workers;
        this.remarks = remarks;
    }

    /** Brings the images of {@code step} to hand; call it before the crops of the step, from one thread. */
    void prepare(long step) {
        if (step / EPOCH == epoch) {
            return;
        }
        epoch = step / EPOCH;
        Set<TrainingImage> wanted = chosen(epoch);
        resident.entrySet().removeIf(held -> {
            boolean leaves = !wanted.contains(held.getKey());
            if (leaves) {
                held.getValue().close();
            }
            return leaves;
        });
        load(wanted);
        big = wanted(wanted, true);
        small = wanted(wanted, false);
        if (big.isEmpty() && small.isEmpty()) {
            throw new UserError(
                    ExitCode.INPUT,
                    images.get(0).path() + " and " + (images.size() - 1) + " more: none can be decoded",
                    "Name folders with intact JPEG, PNG or BMP images.");
        }
    }

    /** Crops {@code first} … {@code first + count - 1} of {@code step}, [count, 3, side, side] in [-1, 1]. */
    Tensor batch(long step, int first, int count, int side) {
        return TensorScope.compute(() -> {
            Tensor[] crops = new Tensor[count];
            for (int i = 0; i < count; i++) {
                crops[i] = crop(draws.crop(step, first + i), side);
            }
            return toSignal(torch.stack(new TensorVector(crops)));
        });
    }

    /** 8-bit [N, H, W, 3] to [N, 3, H, W] in [-1, 1]. */
    static Tensor toSignal(Tensor pixels) {
        return TensorScope.compute(() -> pixels.permute(0, 3, 1, 2)
                .to(ScalarType.Float)
                .contiguous()
                .div_(new Scalar(127.5))
                .sub_(new Scalar(1.0)));
    }

    private Tensor crop(RandomGenerator random, int side) { // [side, side, 3], 8-bit
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            boolean fromBig = small.isEmpty() || (!big.isEmpty() && random.nextDouble() < SHARE_OF_BIG);
            List<ImagePyramid> pool = fromBig ? big : small;
            ImagePyramid image = pool.get(random.nextInt(pool.size()));
            int level = random.nextInt(image.levels().size());
            int rows = image.height(level) - side;
            int columns = image.width(level) - side;
            if (rows >= 0 && columns >= 0) {
                Tensor crop = image.crop(level, random.nextInt(rows + 1), random.nextInt(columns + 1), side);
                return turned(crop, random);
            }
        }
        throw new UserError(
                ExitCode.INPUT,
                "training images: none is large enough for crops of " + side + " pixels",
                "Add larger images.");
    }

    private static Tensor turned(Tensor crop, RandomGenerator random) {
        Tensor turned = crop;
        if (random.nextBoolean()) {
            turned = turned.flip(0);
        }
        if (random.nextBoolean()) {
            turned = turned.flip(1);
        }
        return random.nextBoolean() ? turned.transpose(0, 1) : turned;
    }

    /** The images of an epoch in their own order: all, or as many as fit in a shuffled order. */
    private Set<TrainingImage> chosen(long of) {
        long all = images.stream().mapToLong(ImagePyramid::bytes).sum();
        if (all <= budget) {
            return new LinkedHashSet<>(images);
        }
        var shuffled = new ArrayList<>(images);
        Collections.shuffle(shuffled, new Random(draws.pool(of).nextLong()));
        var fitting = new LinkedHashSet<TrainingImage>();
        long held = 0;
        for (TrainingImage image : shuffled) {
            held += ImagePyramid.bytes(image);
            if (held <= budget || fitting.isEmpty()) {
                fitting.add(image);
            }
        }
        var ordered = new LinkedHashSet<>(images);
        ordered.retainAll(fitting);
        return ordered;
    }

    private void load(Set<TrainingImage> wanted) {
        List<TrainingImage> missing = wanted.stream()
                .filter(image -> !resident.containsKey(image) && !damaged.contains(image))
                .toList();
        var read = new AtomicReferenceArray<ImagePyramid>(missing.size());
        workers.run(missing.size(), i -> read.set(i, ImagePyramid.read(missing.get(i))));
        for (int i = 0; i < missing.size(); i++) {
            ImagePyramid pyramid = read.get(i);
            if (pyramid == null) {
                damaged.add(missing.get(i));
                remarks.accept(missing.get(i).path() + ": cannot be decoded, left out");
            } else {
                resident.put(missing.get(i), pyramid);
            }
        }
    }

    private List<ImagePyramid> wanted(Set<TrainingImage> images, boolean ofBig) {
        var pyramids = new ArrayList<ImagePyramid>();
        for (TrainingImage image : images) {
            ImagePyramid pyramid = resident.get(image);
            if (pyramid != null && image.big() == ofBig) {
                pyramids.add(pyramid);
            }
        }
        return pyramids;
    }

    @Override
    public void close() {
        resident.values().forEach(ImagePyramid::close);
        resident.clear();
    }
}
