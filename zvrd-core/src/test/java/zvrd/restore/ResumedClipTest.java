package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.Task;
import zvrd.journal.WorkFolder;
import zvrd.temporal.TemporalModule;
import zvrd.temporal.TemporalWish;
import zvrd.temporal.TrajectoryMode;
import zvrd.tensor.LeakGuard;

/** A job that was interrupted, and goes on: that the bytes are the same proves that all that lives from step to step is kept. */
@ExtendWith(LeakGuard.class)
class ResumedClipTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeClipAndNetwork() throws IOException {
        SmallJob.prepare(folder, 6);
    }

    /** Interrupts its thread when so many steps are done. */
    private static StepListener interruptingAfter(int steps) {
        Thread caller = Thread.currentThread();
        return new StepListener() {
            private int done;

            @Override
            public void planned(long frames, int stepsOfAFrame, int tiles) {}

            @Override
            public void stepped(int first, int frames, int step) {
                if (++done == steps) {
                    caller.interrupt();
                }
            }

            @Override
            public void written(int frame) {}
        };
    }

    private static boolean interrupted(RestoreRequest request, int steps) {
        try {
            VideoRestorer.run(request, interruptingAfter(steps), Duration.ofHours(1));
            return Thread.interrupted(); // after the last step there was nothing left to interrupt
        } catch (InterruptedException e) {
            return true;
        }
    }

    static Stream<SmallJob> someJobs() {
        return jobs().limit(1);
    }

    static Stream<SmallJob> jobs() {
        Path none = Path.of("");
        var exact = new TemporalWish(
                EnumSet.allOf(TemporalModule.class),
                null,
                null,
                null,
                null,
                999,
                null,
                null,
                TrajectoryMode.EXACT,
                null);
        return Stream.of(
                SmallJob.of(none, "ddnm"),
                SmallJob.of(none, "hqs").wish(exact),
                SmallJob.of(none, "hqs").wish(TemporalWish.of(EnumSet.of(TemporalModule.NOISE))),
                SmallJob.of(none, "diffpir").wish(TemporalWish.NONE),
                SmallJob.of(none, "dps"),
                SmallJob.of(none, "gdp").task(Task.LOW_LIGHT),
                SmallJob.of(none, "gdp").task(Task.BLIND_SUPER_RESOLUTION).windows(new WindowPlan(2, 0)));
    }

    @ParameterizedTest
    @MethodSource("someJobs")
    void anInterruptionDoesNotChangeAByte(SmallJob planned) throws Exception {
        requireSameBytes(planned);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("jobs")
    void anInterruptionDoesNotChangeAByteOfAnyRestorer(SmallJob planned) throws Exception {
        requireSameBytes(planned);
    }

    private void requireSameBytes(SmallJob planned) throws Exception {
        SmallJob job = planned.in(folder);
        RestoreSummary whole = VideoRestorer.run(job.request("whole.mkv"), StepListener.none());
        RestoreRequest again = job.request("again.mkv");
        int runs = 1;
        for (; interrupted(again, 3); runs++) {
            assertThat(runs).isLessThan(30);
        }
        assertThat(runs).isGreaterThan(2);
        assertThat(Files.mismatch(folder.resolve("whole.mkv"), folder.resolve("again.mkv")))
                .isEqualTo(-1);
        assertThat(WorkFolder.pathOf(again.output())).doesNotExist();
        assertThat(whole.found()).isZero();
    }

    @Test
    void anotherJobIsRefusedAndNamesWhatDiffers() {
        SmallJob job = SmallJob.of(folder, "ddnm").wish(TemporalWish.NONE);
        assertThat(interrupted(job.request("out.mkv"), 3)).isTrue();
        assertThatThrownBy(() -> VideoRestorer.run(job.request("out.mkv", 8), StepListener.none()))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.code()).isEqualTo(ExitCode.OUTPUT);
                    assertThat(error.remedy()).contains("--fresh");
                })
                .hasMessageContaining("--seed was 7, is 8");
        assertThat(WorkFolder.pathOf(folder.resolve("out.mkv"))).exists();
    }

    @Test
    void anInputThatChangedMeanwhileIsAnotherJob() throws Exception {
        SmallJob job = SmallJob.of(folder, "ddnm").wish(TemporalWish.NONE);
        assertThat(interrupted(job.request("out.mkv"), 3)).isTrue();
        Stripes.write(folder.resolve("in/005.png"), SmallJob.WIDTH, SmallJob.HEIGHT, 3);
        assertThatThrownBy(() -> VideoRestorer.run(job.request("out.mkv"), StepListener.none()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("input was");
    }

    @Test
    void whatIsThrownAwayIsBegunAnew() throws Exception {
        SmallJob job = SmallJob.of(folder, "ddnm").wish(TemporalWish.NONE);
        assertThat(interrupted(job.request("out.mkv"), 3 * SmallJob.STEPS)).isTrue();
        WorkFolder.discard(folder.resolve("out.mkv"));
        assertThat(WorkFolder.pathOf(folder.resolve("out.mkv"))).doesNotExist();
        assertThat(VideoRestorer.run(job.request("out.mkv", 8), StepListener.none())
                        .found())
                .isZero();
    }

    @Test
    void twoRunsAtOneOutputAreRefused() {
        SmallJob job = SmallJob.of(folder, "ddnm");
        try (WorkFolder other = WorkFolder.of(folder.resolve("out.mkv"))) {
            assertThat(other.path()).isDirectory();
            assertThatThrownBy(() -> VideoRestorer.run(job.request("out.mkv"), StepListener.none()))
                    .isInstanceOfSatisfying(
                            UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.OUTPUT))
                    .hasMessageContaining("another run is at this output");
        }
    }

    @Test
    void aRefusalLeavesNoWorkFolder() throws Exception {
        SmallJob job = SmallJob.of(folder, "ddnm");
        Files.writeString(folder.resolve("out.mkv"), "precious");
        assertThatThrownBy(() -> VideoRestorer.run(job.request("out.mkv"), StepListener.none()))
                .isInstanceOf(UserError.class);
        assertThat(WorkFolder.pathOf(folder.resolve("out.mkv"))).doesNotExist();
    }

    @Test
    void filesOfOthersInTheFolderAreLeftAlone() throws Exception {
        SmallJob job = SmallJob.of(folder, "ddnm").wish(TemporalWish.NONE);
        Path work = Files.createDirectory(WorkFolder.pathOf(folder.resolve("out.mkv")));
        Files.writeString(work.resolve("notes.txt"), "mine");
        VideoRestorer.run(job.request("out.mkv"), StepListener.none());
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("notes.txt");
        }
    }

    @Test
    void whatAnEarlierRunFoundIsToldAsIfOneRunHadDoneItAll() throws Exception {
        SmallJob job = SmallJob.of(folder, "ddnm");
        assertThat(interrupted(job.request("out.mkv"), 2 * SmallJob.STEPS + 1)).isTrue();
        List<String> heard = new ArrayList<>();
        RestoreSummary rest = VideoRestorer.run(job.request("out.mkv"), new KilledRun.Told(heard::add));
        assertThat(heard)
                .startsWith("planned", "found 4", "step 4 2")
                .contains("frame 4", "frame 5")
                .doesNotContain("frame 3");
        RestoreSummary whole = VideoRestorer.run(job.request("whole.mkv"), StepListener.none());
        assertThat(rest.found()).isEqualTo(4); // 3 of the first window and 1 of the second; then comes the cut
        assertThat(rest.frames()).isEqualTo(whole.frames());
        assertThat(rest.consistency()).isEqualTo(whole.consistency());
    }
}
