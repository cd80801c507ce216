package zvrd.app.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.job.Provenance;
import zvrd.app.option.JobOptions;
import zvrd.app.option.OperatorChoice;
import zvrd.app.option.OperatorOptions;
import zvrd.degradation.DegradationOperator;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;

/** What damaged the clips that restored ones were made from: as the command line says, or the file beside each of them. */
public final class ToldOperators implements AutoCloseable {
    private final List<String> names;
    private final List<Optional<OperatorChoice>> choices; // one a restored clip
    private final List<String> warnings = new ArrayList<>();

    private ToldOperators(List<String> names, List<Optional<OperatorChoice>> choices) {
        this.names = names;
        this.choices = choices;
    }

    /** Of {@code restored} clips of which nothing is known. */
    public static ToldOperators none(List<String> restored) {
        return new ToldOperators(
                restored,
                restored.stream().map(clip -> Optional.<OperatorChoice>empty()).toList());
    }

    /** The one that {@code options} describe for all of {@code restored}, with random masks from {@code seed}. */
    public static ToldOperators said(OperatorOptions options, ReadOptions part, long seed, List<String> restored) {
        Optional<OperatorChoice> known =
                KnownDamage.isKnown(options.task()) ? Optional.of(options.choice(part, seed)) : Optional.empty();
        return new ToldOperators(restored, restored.stream().map(clip -> known).toList());
    }

    /**
     * Those that the files beside {@code restored} tell of, where there are such.
     *
     * @param degraded what they are said to have been made from; where a file tells of another one, this is warned of
     * @throws UserError exit 3 where such a file cannot be read
     */
    public static ToldOperators beside(List<String> restored, String degraded) {
        List<Optional<OperatorChoice>> choices = new ArrayList<>();
        var told = new ToldOperators(restored, choices);
        for (String clip : restored) {
            Path file = Provenance.pathOf(Path.of(clip));
            choices.add(Files.exists(file) ? told.read(file, clip, degraded) : Optional.empty());
        }
        return told;
    }

    private Optional<OperatorChoice> read(Path file, String clip, String degraded) {
        Provenance provenance = Provenance.read(file);
        warnings.addAll(provenance.doubts(Path.of(degraded), Path.of(clip)));
        JobOptions job = KnownDamage.job(provenance, file);
        boolean known = KnownDamage.isKnown(job.operator().task());
        return known ? Optional.of(job.operators(job.part())) : Optional.empty();
    }

    /** The operators of one frame of the degraded clip, one for each restored clip, as frames come in order. */
    List<Optional<DegradationOperator>> of(int frame, int height, int width) {
        return choices.stream()
                .map(choice -> choice.map(known -> known.plan().forFrame(frame, height, width)))
                .toList();
    }

    /**
     * Refuses clips that cannot have come from each other by these operators.
     *
     * @throws UserError exit 3, with both sizes
     */
    void requireFits(VideoInfo degraded, VideoInfo restored) {
        for (int clip = 0; clip < choices.size(); clip++) {
            @Nullable OperatorChoice known = choices.get(clip).orElse(null);
            if (known == null) {
                continue;
            }
            known.plan().requireFits(degraded);
            int width = known.scale() * degraded.width();
            int height = known.scale() * degraded.height();
            if (restored.width() != width || restored.height() != height) {
                throw new UserError(
                        ExitCode.INPUT,
                        names.get(clip) + ": has frames of " + restored.width() + "x" + restored.height()
                                + " pixels; what was restored from " + degraded.path() + " by its operator has " + width
                                + "x" + height,
                        "check --task and --scale, or leave --degraded out");
            }
        }
    }

    /** What is strange about the files beside the clips. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        new LinkedHashSet<>(choices).forEach(choice -> choice.ifPresent(OperatorChoice::close));
    }
}
