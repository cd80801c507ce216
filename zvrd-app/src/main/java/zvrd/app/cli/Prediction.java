package zvrd.app.cli;

import zvrd.backbone.Backbone;
import zvrd.backbone.Backbones;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.restore.EvaluationCost;
import zvrd.restore.MemoryNeed;
import zvrd.restore.Prior;
import zvrd.restore.RestoreRequest.Resources;
import zvrd.restore.RestoreRequest.Space;
import zvrd.restore.TilePlan;

/**
 * What restoring a frame would take, from evaluations that were measured on this machine.
 *
 * @param backbone the restorer that would run
 * @param evaluations of the network for each tile
 * @param tiles of a frame
 * @param width of a restored frame in pixels
 * @param height of a restored frame in pixels
 * @param secondsPerEvaluation with all threads busy
 * @param memory bytes held
 */
record Prediction(
        String backbone, int evaluations, int tiles, int width, int height, double secondsPerEvaluation, long memory) {
    private static final int ROUNDS = 2;
    private static final double LEVELS = 127.5; // 8-bit levels per unit of [-1, 1]

    /** Measures the network on a tile of the plan. */
    static Prediction of(
            DegradationOperator operator,
            Frame first,
            double sigma,
            PriorOptions options,
            Task task,
            Space space,
            Resources resources) {
        try (Prior prior = Prior.load(options.model(), options.precision())) {
            int width = Math.multiplyExact(first.width(), operator.scale());
            int height = Math.multiplyExact(first.height(), operator.scale());
            int tile = space.tile().orElse(prior.imageSize());
            int count = new TilePlan(height, width, tile, space.overlap().orElse(tile / 4), prior.stride()).count();
            Backbone backbone = Backbones.create(options.restorer(task), prior.schedule(), operator, sigma / LEVELS);
            EvaluationCost cost = EvaluationCost.measure(prior, tile, resources.threads(), ROUNDS);
            int lanes = 1 + (resources.threads() + count - 1) / count;
            long memory = MemoryNeed.of(prior, height, width, tile).total(resources.threads(), lanes);
            return new Prediction(
                    backbone.name(), backbone.evaluations(), count, width, height, cost.seconds(), memory);
        }
    }

    /** Seconds of a frame while others are under way beside it. */
    double secondsPerFrame() {
        return secondsPerEvaluation * tiles * evaluations;
    }
}
