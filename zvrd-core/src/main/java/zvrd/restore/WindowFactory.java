package zvrd.restore;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.GradientReach;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NetworkGradient;
import zvrd.diffusion.NoiseSchedule;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.nn.SpilledSkips;
import zvrd.nn.UNetGradient;
import zvrd.semantic.ImageEmbedding;
import zvrd.temporal.GuidanceSettings;
import zvrd.temporal.SemanticConsistency;
import zvrd.tensor.NoiseSource;

/** Makes what each window of a clip is restored with; owns what all of them share. */
final class WindowFactory implements AutoCloseable {
    /** Pieces of network work that are begun for every thread, so that none runs dry. */
    static final int PIECES_PER_THREAD = 2;

    private final ClipPlan plan;
    private final Opened opened;
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
            Opened opened,
            @Nullable UNetGradient gradient,
            NetworkWorkers workers,
            int piecesAhead,
            NoiseSchedule schedule,
            FrameCoupling coupling,
            NoiseSource source,
            ShotCuts cuts,
            OperatorPlan operators) {
        this.plan = plan;
        this.opened = opened;
        this.gradient = gradient;
        this.workers = workers;
        this.piecesAhead = piecesAhead;
        this.schedule = schedule;
        this.coupling = coupling;
        this.source = source;
        this.cuts = cuts;
        this.operators = operators;
    }

    /** What {@code request} asks for, as planned for its clip; what does not fit into memory goes to {@code scratch}. */
    static WindowFactory of(RestoreRequest request, ClipPlan plan, Prior prior, Path scratch) {
        var opened = new Opened();
        try {
            return of(request, plan, prior, scratch, opened);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static WindowFactory of(RestoreRequest request, ClipPlan plan, Prior prior, Path scratch, Opened opened) {
        int threads = request.resources().threads();
        FrameCoupling coupling = coupling(request, plan, prior, opened);
        UNetGradient gradient = plan.backbone().gradient() == null ? null : prior.gradient();
        if (gradient != null) {
            opened.add(gradient::close);
        }
        var workers = new NetworkWorkers(denoiser(plan, prior, scratch, opened), threads);
        opened.add(workers::close);
        return new WindowFactory(
                plan,
                opened,
                gradient,
                workers,
                PIECES_PER_THREAD * threads,
                prior.schedule(),
                coupling,
                new NoiseSource(request.prior().seed()),
                request.space().shots() ? ShotCuts.seen(coupling.flow()) : ShotCuts.none(),
                request.operators());
    }

    private static FrameCoupling coupling(RestoreRequest request, ClipPlan plan, Prior prior, Opened opened) {
        int threads = request.resources().threads();
        OpticalFlow flow = OpticalFlows.create(request.temporal().flow(), threads);
        opened.add(flow::close);
        GuidanceSettings guidance = plan.temporal().guidance();
        if (guidance == null || guidance.semanticShare() == 0) {
            return new FrameCoupling(plan.temporal(), flow, null);
        }
        ImageEmbedding embedding = prior.embedding();
        opened.add(embedding::close);
        var semantic = new SemanticConsistency(embedding, threads);
        opened.add(semantic::close);
        return new FrameCoupling(plan.temporal(), flow, semantic);
    }

    private static Denoiser denoiser(ClipPlan plan, Prior prior, Path scratch, Opened opened) {
        if (!plan.load().spill()) {
            return prior.denoiser();
        }
        SpilledSkips spilled = SpilledSkips.in(scratch);
        opened.add(spilled::close);
        return prior.denoiser(spilled);
    }

    /** The windows of the clip that begins with {@code first}, the rest being still in {@code reader}. */
    WindowReader reader(Frame first, FrameReader reader) {
        return new WindowReader(first, reader, plan.windows(), cuts, operators);
    }

    /** The random numbers of {@code window}, going on where the window before it left. */
    WindowNoise noise(Window window, WindowNoise.Trail earlier) {
        return new WindowNoise(
                source, coupling.sharing(), window.position(), plan.windows().overlap(), earlier);
    }

    /** The sampling loop of a window, which goes on with what was {@code learned} before. */
    WindowRestorer restorer(WindowNoise noise, Anchors anchors, List<HeldTensor> learned) {
        var denoiser = new WindowDenoiser(
                workers,
                schedule,
                plan.tiles(),
                piecesAhead,
                coupling.settings().attention(),
                back(anchors));
        return new WindowRestorer(plan.backbone(), denoiser, noise, coupling, anchors, learned);
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
        opened.close();
    }
}
