package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.journal.JobIdentity;
import zvrd.journal.Unexplained;
import zvrd.journal.WorkFolder;
import zvrd.temporal.TemporalWish;

/** A job that was killed around the moment in which its output got its name. */
class EndedJobTest {
    @TempDir
    Path folder;

    private SmallJob job = SmallJob.of(Path.of(""), "ddnm");

    @BeforeEach
    void makeClipAndNetwork() throws IOException {
        SmallJob.prepare(folder, 3);
        Files.createDirectories(folder.resolve("frames"));
        job = SmallJob.of(folder, "ddnm").wish(TemporalWish.NONE);
    }

    /** Is run when the output has its name, and dies. */
    private static StepListener dying(Runnable before) {
        return new StepListener() {
            @Override
            public void planned(long frames, int steps, int tiles) {}

            @Override
            public void stepped(int first, int frames, int step) {}

            @Override
            public void written(int frame) {}

            @Override
            public void done(RestoreSummary summary, JobIdentity identity) {
                before.run();
                throw new IllegalStateException("killed");
            }
        };
    }

    /** Runs the job to the output's name and no further. */
    private RestoreRequest killedAfterNaming(String output) throws InterruptedException {
        RestoreRequest request = job.request(output);
        assertThatThrownBy(() -> VideoRestorer.run(request, dying(() -> {}))).hasMessage("killed");
        return request;
    }

    /** The same to the moment before it could note that the output has its name. */
    private RestoreRequest killedWhileNaming(String output) throws InterruptedException {
        RestoreRequest request = killedAfterNaming(output);
        try (WorkFolder work = WorkFolder.of(request.output())) {
            work.claim(RestoreIdentity.of(request));
            new Ending(
                            3,
                            Collections.nCopies(
                                    3, new Unexplained(0.5, 0.1, List.of(new Unexplained.Tile(0, 64, 0.2)))),
                            0,
                            false)
                    .save(work);
        }
        return request;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.startsWith("in/") && !name.startsWith("tiny"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mkv", "out", "frames/%03d.png"})
    void anOutputThatHasItsNameIsLeftAsItIs(String output) throws Exception {
        RestoreRequest request = killedAfterNaming(output);
        assertThat(VideoRestorer.run(request, StepListener.none()).frames()).isEqualTo(3);
        assertThat(files()).hasSize(output.equals("out.mkv") ? 1 : 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mkv", "out", "frames/%03d.png"})
    void anOutputThatIsThereIsKnownAgain(String output) throws Exception {
        RestoreRequest request = killedWhileNaming(output);
        List<String> before =
                files().stream().filter(name -> !name.contains("zvrd-work")).toList();
        if (!output.equals("out.mkv")) { // a part of the pictures may lack their names
            Files.delete(folder.resolve(before.get(1)));
        }
        assertThat(VideoRestorer.run(request, StepListener.none()).found()).isEqualTo(3);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void anOutputIsKnownByTheLastThatIsLeftOfItsWork() throws Exception {
        RestoreRequest request = killedAfterNaming("out.mkv");
        for (String file : files()) {
            if (file.contains("zvrd-work") && !file.endsWith("ending.zvrd")) {
                Files.delete(folder.resolve(file));
            }
        }
        assertThat(VideoRestorer.run(request, StepListener.none()).frames()).isEqualTo(3);
        assertThat(WorkFolder.pathOf(request.output())).doesNotExist();
    }

    @Test
    void whatOthersPutThereMeanwhileIsNotReplaced() throws Exception {
        RestoreRequest request = killedWhileNaming("out.mkv");
        Files.writeString(request.output(), "precious");
        for (int run = 2; run <= 3; run++) { // nor by the run after the one that met it
            assertThatThrownBy(() -> VideoRestorer.run(request, StepListener.none()))
                    .isInstanceOfSatisfying(
                            UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.OUTPUT))
                    .hasMessageContaining("exists already");
        }
        assertThat(request.output()).hasContent("precious");
    }

    @ParameterizedTest
    @CsvSource({"out.mkv, 1", "out, 1", "frames/%03d.png, 1", "frames/%03d.png, 3"})
    void anOutputThatWasTakenAwayIsWrittenAgain(String output, int lost) throws Exception {
        RestoreRequest request = killedAfterNaming(output);
        Map<Path, byte[]> before = new HashMap<>();
        for (String name : files()) {
            if (!name.contains("zvrd-work")) {
                before.put(folder.resolve(name), Files.readAllBytes(folder.resolve(name)));
            }
        }
        for (Path file : before.keySet().stream().limit(lost).toList()) {
            Files.delete(file);
        }
        VideoRestorer.run(request, StepListener.none());
        assertThat(files()).hasSameSizeAs(before.keySet());
        before.forEach((file, bytes) -> assertThat(file).hasBinaryContent(bytes));
    }

    @Test
    void anInterruptAfterTheNamingSaysThatTheOutputIsThere() throws Exception {
        RestoreRequest request = job.request("out.mkv");
        assertThatThrownBy(() -> VideoRestorer.run(
                        request, dying(() -> Thread.currentThread().interrupt())))
                .isInstanceOf(InterruptedRestoration.class)
                .hasMessageContaining("out.mkv: is there");
        assertThat(request.output()).exists();
        assertThat(VideoRestorer.run(request, StepListener.none()).frames()).isEqualTo(3);
    }
}
