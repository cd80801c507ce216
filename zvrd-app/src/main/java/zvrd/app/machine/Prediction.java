package zvrd.app.machine;

import zvrd.backbone.GradientReach;
import zvrd.media.Frame;
import zvrd.restore.ClipPlan;
import zvrd.restore.EvaluationCost;
import zvrd.restore.Prior;
import zvrd.restore.RestoreRequest;

/**
 * What restoring a frame would take, from evaluations that were measured on this machine.
 *
 * @param plan how it would be done
 * @param secondsPerEvaluation with all threads busy
 */
public record Prediction(ClipPlan plan, double secondsPerEvaluation) {
    private static final double PROGRAM = 3.8; // seconds until the first evaluation and for the file, of small clips
    private static final double BACK =
            4.3; // a gradient through the network over its evaluation, measured with the built-in prior

    /** Measures the network on a tile of the plan that {@code request} would be carried out by. */
    public static Prediction of(RestoreRequest request, Frame first) {
        RestoreRequest.PriorChoice choice = request.prior();
        RestoreRequest.Resources resources = request.resources();
        try (Prior prior = Prior.load(choice.model(), choice.precision(), resources.device())) {
            ClipPlan plan = ClipPlan.of(request, prior, first);
            return new Prediction(
                    plan, EvaluationCost.measure(prior, plan, request).seconds());
        }
    }

    /** Seconds of one of {@code frames} while others are under way beside it; those that a window takes over are evaluated twice. */
    public double secondsPerFrame(long frames) {
        int overlap = plan.windows().overlap();
        int fresh = plan.windows().frames() - overlap;
        long windows = (Math.max(1, frames - overlap) + fresh - 1) / fresh;
        double again = 1 + (double) (windows - 1) * overlap / frames;
        return secondsPerEvaluation * plan.tiles().count() * plan.evaluations() * (again + back(again));
    }

    /** Seconds of a run over {@code frames}. */
    public double seconds(long frames) {
        return PROGRAM + frames * secondsPerFrame(frames);
    }

    /** Seconds of a window among {@code frames}. */
    public double secondsPerWindow(long frames) {
        return secondsPerFrame(frames) * Math.min(frames, plan.windows().frames());
    }

    /** Evaluations' worth of gradients for each evaluation; frames that were taken over have none of their own. */
    private double back(double again) {
        GradientReach reach = plan.backbone().gradient();
        if (reach == null) {
            return 0;
        }
        return reach == GradientReach.LOCAL ? BACK : BACK * again;
    }
}
