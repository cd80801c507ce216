package zvrd.restore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import zvrd.journal.JobIdentity;

/** A process that runs a {@link SmallJob}, saying on its standard output where it is, so that a test can kill it there. */
final class KilledRun {
    private KilledRun() {}

    /** @param args folder, restorer, output, and how many seconds may pass between two savings of a window */
    public static void main(String[] args) throws InterruptedException {
        SmallJob job = SmallJob.of(Path.of(args[0]), args[1]);
        Duration pause = Duration.ofSeconds(Long.parseLong(args[3]));
        VideoRestorer.run(job.request(args[2]), new Told(System.out::println), pause);
    }

    /** Every event as a line. */
    record Told(Consumer<String> to) implements StepListener {
        @Override
        public void planned(long frames, int steps, int tiles) {
            to.accept("planned");
        }

        @Override
        public void stepped(int first, int frames, int step) {
            to.accept("step " + first + " " + step);
        }

        @Override
        public void written(int frame) {
            to.accept("frame " + frame);
        }

        @Override
        public void found(int frames) {
            to.accept("found " + frames);
        }

        @Override
        public void done(RestoreSummary summary, JobIdentity identity) {
            to.accept("done");
        }
    }
}
