package zvrd.restore;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.GradientReach;
import zvrd.diffusion.NetworkGradient;
import zvrd.diffusion.NoiseSchedule;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.nn.SpilledSkips;
import zvrd.nn.UNetGradient;
import zvrd.temporal.GuidanceSettings;
import zvrd.temporal.SemanticConsistency;
import zvrd.temporal.TemporalSettings;
import zvrd.tensor.NoiseSource;

/** Makes what each window of a clip is restored with; owns what all of them share. */
final class WindowFactory implements AutoCloseable {
    /** Pieces of network work that are begun for every thread, so that none runs dry. */
    static final int PIECES_PER_THREAD = 2;

    private final ClipPlan plan;
    private final @Nullable SpilledSkips spilled;
    private final @Nullable UNetGradient gradient;
    private final NetworkWorkers workers;
    private final int piecesAhead;
    private final NoiseSchedule schedule;
    private final FrameCoupling coupling;
    private final NoiseSource source;
    private final ShotCuts cuts;
    private final OperatorPlan operators;

    private WindowFactory(
            ClipPlan plan,
            @Nullable SpilledSkips spilled,
            @Nullable UNetGradient gradient,
            NetworkWorkers workers,
            int piecesAhead,
            NoiseSchedule schedule,
            FrameCoupling coupling,
            NoiseSource source,
            ShotCuts cuts,
            OperatorPlan operators) {
        this.plan = plan;
        this.spilled = spilled;
        this.gradient = gradient;
        this.workers = workers;
        this.piecesAhead = piecesAhead;
        this.schedule = schedule;
        this.coupling = coupling;
        this.source = source;
        this.cuts = cuts;
        this.operators = operators;
    }

    /** What {@code request} asks for, as planned for its clip. */
    static WindowFactory of(RestoreRequest request, ClipPlan plan, Prior prior) {
        int threads = request.resources().threads();
        OpticalFlow flow = OpticalFlows.create(request.temporal().flow(), threads);
        var coupling = new FrameCoupling(plan.temporal(), flow, semantic(plan.temporal(), prior, threads));
        ShotCuts cuts = request.space().shots() ? ShotCuts.seen(flow) : ShotCuts.none();
        SpilledSkips spilled = plan.spill() ? SpilledSkips.in(folder(request.output())) : null;
        var workers = new NetworkWorkers(spilled == null ? prior.denoiser() : prior.denoiser(spilled), threads);
        return new WindowFactory(
                plan,
                spilled,
                plan.backbone().gradient() == null ? null : prior.gradient(),
                workers,
                PIECES_PER_THREAD * threads,
                prior.schedule(),
                coupling,
                new NoiseSource(request.prior().seed()),
                cuts,
                request.operators());
    }

    /** The folder that {@code output} will be in: where the user wants the result, there is a disk. */
    private static Path folder(Path output) {
        return requireNonNullElse(output.toAbsolutePath().getParent(), output);
    }

    private static @Nullable SemanticConsistency semantic(TemporalSettings settings, Prior prior, int threads) {
        GuidanceSettings guidance = settings.guidance();
        return guidance == null || guidance.semanticShare() == 0
                ? null
                : new SemanticConsistency(prior.embedding(), threads);
    }

    /** The windows of the clip that begins with {@code first}, the rest being still in {@code reader}. */
    WindowReader reader(Frame first, FrameReader reader) {
        return new WindowReader(first, reader, plan.windows(), cuts, operators);
    }

    /** The random numbers of {@code window}, going on where the window before it left. */
    WindowNoise noise(Window window, WindowNoise.Trail earlier) {
        return new WindowNoise(
                source, coupling.sharing(), window.first(), plan.windows().overlap(), earlier);
    }

    /** The sampling loop of a window. */
    WindowRestorer restorer(WindowNoise noise, Anchors anchors) {
        var denoiser = new WindowDenoiser(
                workers,
                schedule,
                plan.tiles(),
                piecesAhead,
                coupling.settings().attention(),
                back(anchors));
        return new WindowRestorer(plan.backbone(), denoiser, noise, coupling, anchors);
    }

    private @Nullable WindowGradient back(Anchors anchors) {
        GradientReach reach = plan.backbone().gradient();
        if (gradient == null || reach == null) {
            return null;
        }
        var network = new NetworkGradient(gradient, schedule);
        return new WindowGradient(workers, network, plan.tiles(), piecesAhead, anchors.count(), reach);
    }

    /** How many of a window's frames the next one of its shot takes over. */
    int carried(Window window) {
        return Math.min(plan.windows().overlap(), window.frames().size());
    }

    @Override
    public void close() {
        workers.close();
        if (spilled != null) {
            spilled.close();
        }
        if (gradient != null) {
            gradient.close();
        }
        coupling.close();
    }
}
