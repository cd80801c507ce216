package zvrd.restore;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.BackboneSettings;
import zvrd.journal.JobIdentity;
import zvrd.media.OutputForm;
import zvrd.media.ReadOptions;
import zvrd.media.SourceHash;
import zvrd.media.WriteOptions;
import zvrd.motion.OpticalFlows;
import zvrd.semantic.Embeddings;
import zvrd.temporal.TemporalModule;
import zvrd.temporal.TemporalWish;
import zvrd.tensor.CpuFeatures;
import zvrd.weights.ModelStore;

/** What makes a restoration this one and no other: all that can change a byte of its output, and nothing else. */
public final class RestoreIdentity {
    /** The part that is the SHA-256 of the input. */
    public static final String INPUT = "input";

    /** The part that is the SHA-256 of the prior. */
    public static final String MODEL = "--model";

    /** The part that is the program's version. */
    public static final String VERSION = "version";

    /** The part that tells builds of one version apart. */
    public static final String BUILD = "build of the program";

    /** What the name of the file ends in that tells of an output beside it. */
    public static final String ENDING = ".zvrd.json";

    private static final String USUAL = "usual";

    private final Map<String, String> parts = new LinkedHashMap<>();

    private RestoreIdentity() {}

    /** The file beside {@code output} that tells where it comes from, whether there is one or not. */
    public static Path fileBeside(Path output) {
        Path absolute = output.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ENDING);
    }

    /**
     * Of {@code request}, whose input and models are read for it.
     *
     * @throws zvrd.UserError exit 3 where the input cannot be read, 4 where a model cannot
     */
    public static JobIdentity of(RestoreRequest request) {
        var identity = new RestoreIdentity();
        String version = RestoreIdentity.class.getPackage().getImplementationVersion();
        identity.put(VERSION, version == null ? "unpacked" : version);
        identity.put(BUILD, ProgramBuild.sha256());
        identity.put(INPUT, SourceHash.of(request.input()));
        identity.reading(request.reading());
        identity.put("--task", request.prior().restorer().task().word());
        identity.parts.putAll(request.operators().identity());
        identity.put("--noise", request.operators().noise());
        identity.put("--sigma", request.sigma().isPresent() ? request.sigma().getAsDouble() : "auto");
        identity.prior(request.prior());
        identity.temporal(request.temporal());
        identity.space(request.space());
        identity.writing(request.writing(), OutputForm.of(request.output(), request.writing()));
        identity.put("device", request.resources().device().kind());
        identity.put("instruction set", CpuFeatures.ofThisMachine().signature());
        return new JobIdentity(identity.parts);
    }

    private void put(String name, @Nullable Object value) {
        String text = value == null ? USUAL : value instanceof Enum<?> word ? word(word) : value.toString();
        parts.put(name, text);
    }

    private void put(String name, OptionalInt value) {
        put(name, value.isPresent() ? value.getAsInt() : null);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void reading(ReadOptions part) {
        put("--start", part.start());
        put("--frames", part.maxFrames() == Long.MAX_VALUE ? "all" : part.maxFrames());
        put("--hdr", part.highDynamicRange() ? "keep" : null);
    }

    private void prior(RestoreRequest.PriorChoice prior) {
        BackboneSettings restorer = prior.restorer();
        put(MODEL, ModelStore.standard().sha256(prior.model()));
        put("--backbone", restorer.name());
        put("--preset", restorer.preset());
        put("--steps", restorer.steps());
        put("--start-step", restorer.startStep());
        put("--eta", restorer.eta());
        put("--dps-gradient", restorer.gradient());
        put("--quality", restorer.quality());
        put("--seed", prior.seed());
        put("--precision", prior.precision());
    }

    private void temporal(RestoreRequest.Temporal temporal) {
        TemporalWish wish = temporal.wish();
        put("--temporal", wish.modules().isEmpty() ? "none" : modules(wish));
        put("--guidance-scale", wish.guidanceScale());
        put("--guidance-loss", wish.guidanceLoss());
        put("--semantic-weight", wish.semanticWeight());
        put("--noise-lambda", wish.noiseLambda());
        put("--trajectory-from", wish.trajectoryFrom());
        put("--guidance-from", wish.guidanceFrom());
        put("--stop-at-step", wish.stopAt());
        put("--trajectory", wish.trajectory());
        put("--trajectory-values", wish.values());
        put("--flow", temporal.flow().name());
        if (temporal.flow().name().equals("raft")) {
            put("--flow-iterations", temporal.flow().iterations());
            put("model of --flow", stored(OpticalFlows.RAFTS));
        }
        if (wish.modules().contains(TemporalModule.GUIDANCE) && !Objects.equals(wish.semanticWeight(), 0.0)) {
            put("model of what frames show", stored(Embeddings.CLIPS));
        }
    }

    private static String modules(TemporalWish wish) {
        var names = new TreeSet<String>();
        wish.modules().forEach(module -> names.add(word(module)));
        return String.join(",", names);
    }

    /** Of the first of {@code names} that the model store has. */
    private static String stored(List<String> names) {
        ModelStore store = ModelStore.standard();
        return names.stream()
                .filter(name -> store.find(name).isPresent())
                .findFirst()
                .map(store::sha256)
                .orElse("the prior");
    }

    private void space(RestoreRequest.Space space) {
        put("--tile", space.tile());
        put("--tile-overlap", space.overlap());
        put("--window", space.window().frames());
        put("--window-overlap", space.window().overlap());
        put("--shots", space.shots() ? "auto" : "none");
    }

    private void writing(WriteOptions writing, OutputForm form) {
        put("container", form.container());
        put("--codec", form.codec());
        put("--crf", writing.quality());
        put("--lossless", writing.lossless());
        put("--no-audio", !writing.audio());
        put("--no-subtitles", !writing.subtitles());
        put("bit depth", writing.bitDepth());
    }
}
