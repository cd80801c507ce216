package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.QualityWish;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.Task;
import zvrd.journal.JobIdentity;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.temporal.TemporalWish;

class RestoreIdentityTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeClipAndNetwork() throws Exception {
        SmallJob.prepare(folder, 2);
    }

    /** Whoever gives a wish another part gives it to the identity too, or a job would go on as another one. */
    static Stream<Map.Entry<Class<?>, Integer>> wishes() {
        return Map.<Class<?>, Integer>of(
                RestoreRequest.class, 10,
                ReadOptions.class, 3,
                WriteOptions.class, 7,
                RestoreRequest.PriorChoice.class, 4,
                BackboneSettings.class, 8,
                QualityWish.class, 3,
                RestoreRequest.Temporal.class, 2,
                TemporalWish.class, 10,
                RestoreRequest.Space.class, 4,
                RestoreRequest.Resources.class, 3)
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void everyPartOfAWishIsInTheIdentityOrChangesNoByte(Map.Entry<Class<?>, Integer> wish) {
        assertThat(wish.getKey().getRecordComponents()).hasSize(wish.getValue());
    }

    private static JobIdentity identity(SmallJob job) {
        return RestoreIdentity.of(job.request("out.mkv"));
    }

    @Test
    void anotherJobHasAnotherIdentity() {
        SmallJob job = SmallJob.of(folder, "ddnm");
        JobIdentity own = identity(job);
        assertThat(own.differencesTo(identity(SmallJob.of(folder, "hqs"))))
                .containsExactly("--backbone was ddnm, is hqs");
        assertThat(own.differencesTo(identity(job.task(Task.DENOISE))))
                .containsExactlyInAnyOrder(
                        "--task was sr, is denoise", "--scale was 2, is 1", "--sigma was 0.0, is 20.0");
        assertThat(own.differencesTo(identity(job.windows(new WindowPlan(4, 1)))))
                .containsExactly("--window was 3, is 4");
        assertThat(own.differencesTo(identity(job.wish(TemporalWish.NONE))))
                .contains("--temporal was attention,early-stop,guidance,noise, is none");
        RestoreRequest request = job.request("out.mkv");
        assertThat(request.operators().under(NoiseKind.POISSON).identity()).isEqualTo(Map.of("--scale", "2"));
    }

    @Test
    void theSameFramesInAnotherContainerAreAnotherJob() {
        SmallJob job = SmallJob.of(folder, "ddnm");
        JobIdentity own = identity(job);
        assertThat(own.differencesTo(RestoreIdentity.of(job.request("other.mp4"))))
                .containsExactlyInAnyOrder("container was matroska, is mp4", "--codec was ffv1, is h264");
        assertThat(own.differencesTo(RestoreIdentity.of(job.request("other.mkv"))))
                .isEmpty();
        assertThat(own.differencesTo(RestoreIdentity.of(job.request("pictures"))))
                .containsExactlyInAnyOrder("container was matroska, is pictures", "--codec was ffv1, is png");
    }

    @Test
    void whatTheMachineSpendsIsNoPartOfIt() {
        SmallJob job = SmallJob.of(folder, "ddnm");
        assertThat(identity(job.resources(1, 1L << 40))).isEqualTo(identity(job));
        assertThat(identity(job).parts().keySet()).doesNotContainAnyElementsOf(Set.of("--threads", "--max-memory"));
    }
}
