package zvrd.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Identity;
import zvrd.degradation.Task;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.motion.FlowChoice;
import zvrd.restore.RestoreRequest.Resources;
import zvrd.temporal.TemporalWish;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;

/**
 * A restoration that takes a second and has all that a large one has: windows, cuts, anchors, tiles.
 *
 * @param folder holds the clip, the network and the output
 * @param model the prior: of TinyPrior, in the folder, or another
 * @param backbone the restorer
 * @param task what is mended
 * @param wish what ties the frames to each other
 * @param windows how many frames are restored together
 * @param resources of the machine
 */
record SmallJob(
        Path folder,
        String model,
        String backbone,
        Task task,
        TemporalWish wish,
        WindowPlan windows,
        Resources resources) {
    static final int WIDTH = 21;
    static final int HEIGHT = 17;
    static final int STEPS = 4;
    private static final String TINY = "tiny.safetensors";

    /** Coupled frames in windows of three. */
    static SmallJob of(Path folder, String backbone) {
        return new SmallJob(
                folder,
                TINY,
                backbone,
                Task.SUPER_RESOLUTION,
                TemporalWish.ALL,
                new WindowPlan(3, 1),
                new Resources(2, 0, ComputeDevice.cpu()));
    }

    SmallJob task(Task other) {
        return new SmallJob(folder, model, backbone, other, wish, windows, resources);
    }

    SmallJob wish(TemporalWish other) {
        return new SmallJob(folder, model, backbone, task, other, windows, resources);
    }

    SmallJob windows(WindowPlan other) {
        return new SmallJob(folder, model, backbone, task, wish, other, resources);
    }

    SmallJob resources(int threads, long maxMemory) {
        return new SmallJob(
                folder, model, backbone, task, wish, windows, new Resources(threads, maxMemory, ComputeDevice.cpu()));
    }

    /** Writes a network and a clip of {@code frames} to {@code folder}; it is cut once, after two thirds. */
    static void prepare(Path folder, int frames) throws IOException {
        prepare(folder, frames, WIDTH, HEIGHT);
    }

    /** The same of frames of {@code width} × {@code height} pixels. */
    static void prepare(Path folder, int frames, int width, int height) throws IOException {
        TinyPrior.write(folder.resolve(TINY), TinyPrior.OPTIONS);
        Path clip = Files.createDirectory(folder.resolve("in"));
        for (int n = 0; n < frames; n++) {
            Path picture = clip.resolve("%03d.png".formatted(n));
            if (n < 2 * frames / 3) {
                Stripes.write(picture, width, height, n);
            } else {
                Stripes.write(picture, width, height, n, 200); // another light, as after a cut
            }
        }
    }

    SmallJob in(Path other) {
        return new SmallJob(other, model, backbone, task, wish, windows, resources);
    }

    SmallJob model(String other) {
        return new SmallJob(folder, other, backbone, task, wish, windows, resources);
    }

    /** The request to write {@code name}. */
    RestoreRequest request(String name, long seed) {
        boolean larger = task == Task.SUPER_RESOLUTION || task == Task.BLIND_SUPER_RESOLUTION;
        return new RestoreRequest(
                folder.resolve("in"),
                ReadOptions.ALL,
                folder.resolve(name),
                WriteOptions.DEFAULT,
                OperatorPlan.fixed(larger ? new AverageDownsample(2) : new Identity())
                        .madeFrom(Map.of("--scale", larger ? "2" : "1")),
                OptionalDouble.of(task == Task.DENOISE ? 20 : 0),
                new RestoreRequest.PriorChoice(
                        model.equals(TINY) ? folder.resolve(TINY).toString() : model,
                        new BackboneSettings(backbone, Preset.DRAFT, task, STEPS, null, null),
                        seed,
                        model.equals(TINY) ? Precision.FLOAT32 : Precision.auto()),
                new RestoreRequest.Temporal(wish, FlowChoice.DIS),
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), windows, true),
                resources);
    }

    RestoreRequest request(String name) {
        return request(name, 7);
    }
}
