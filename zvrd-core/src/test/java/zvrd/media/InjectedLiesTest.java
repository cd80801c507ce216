package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.ExitCode;
import zvrd.UserError;

/** Whatever goes wrong with an output while it is written, nothing comes to stand under its name, and somebody is told. */
class InjectedLiesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeAClipWithEverything() throws IOException {
        StreamFixture.files(folder);
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=0.32 -f lavfi -i sine=d=0.32 -i @ -i @ -map 0 -map 1 -map 2 -map_metadata 3"
                        + " -map_chapters 3 -attach @ -metadata:s:t mimetype=font/ttf -c:v ffv1 -c:a flac -c:s srt @",
                folder.resolve("srt.srt"),
                folder.resolve("chapters.chapters"),
                folder.resolve("font.font"),
                folder.resolve("in.mkv"));
    }

    @Test
    void someLiesOfTheEncoderAreFoundOut() throws Exception {
        assertFoundOut(List.of("half the file", "one frame late", "a pixel changed", "a packet of sound changed"));
    }

    @Tag("slow")
    @Test
    void everyLieOfTheEncoderIsFoundOut() throws Exception {
        assertThat(LyingFfmpeg.lies()).hasSizeGreaterThan(30);
        assertFoundOut(List.copyOf(LyingFfmpeg.lies().keySet()));
    }

    private void assertFoundOut(List<String> lies) throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                LyingFfmpeg.class.getName(),
                cache.toString(),
                folder.toString(),
                "the truth"));
        command.addAll(lies);
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = program.inputReader()) {
            List<String[]> told =
                    output.lines().map(line -> line.split("\t", 4)).toList();
            assertThat(told).hasSize(1 + lies.size());
            assertThat(told.get(0)).as("without a lie").containsExactly("the truth", "1", "0", "");
            for (String[] each : told.subList(1, told.size())) {
                assertThat(each[1])
                        .as("files left by: " + String.join(", ", each))
                        .isEqualTo("0");
                assertThat(each[2])
                        .as("exit code of: " + String.join(", ", each))
                        .isIn("5", "6");
                assertThat(each[3]).contains("out.mkv");
            }
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotReplaced() throws IOException {
        Path out = folder.resolve("out.mkv");
        VideoInfo info = VideoInfo.drawn(32, 24, 8);
        assertThatThrownBy(() -> {
                    try (FrameWriter writer = FrameWriter.create(out, info, 32, 24, WriteOptions.DEFAULT)) {
                        writer.write(Clips.noise(0, 0, info.timeBase(), 32, 24, 8, 1));
                        Files.writeString(out, "precious");
                        writer.finish();
                    }
                })
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                .hasMessageContaining("exists already");
        assertThat(out).hasContent("precious");
    }

    @ParameterizedTest
    @CsvSource({"frames, frames/000001.png", "f%04d.png, f0002.png", "one.png, one.png"})
    void picturesThatAppearMeanwhileAreNotReplaced(String name, String appearing) throws IOException {
        Path out = folder.resolve(name);
        VideoInfo info = VideoInfo.drawn(32, 24, 8);
        Path precious = folder.resolve(appearing);
        assertThatThrownBy(() -> {
                    try (FrameWriter writer = FrameWriter.create(out, info, 32, 24, WriteOptions.DEFAULT)) {
                        writer.write(Clips.noise(0, 0, info.timeBase(), 32, 24, 8, 1));
                        Files.createDirectories(precious.resolveSibling("."));
                        Files.writeString(precious, "precious");
                        writer.finish();
                    }
                })
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT));
        assertThat(precious).hasContent("precious");
    }

    @Test
    void anOutputWhoseFolderIsGoneIsAnErrorThatNamesIt() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        VideoInfo info = VideoInfo.drawn(32, 24, 8);
        assertThatThrownBy(() -> {
                    try (FrameWriter writer =
                            FrameWriter.create(gone.resolve("out.mkv"), info, 32, 24, WriteOptions.DEFAULT)) {
                        writer.write(Clips.noise(0, 0, info.timeBase(), 32, 24, 8, 1));
                        PartFile.deleteTree(gone);
                        writer.finish();
                    }
                })
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                .hasMessageContaining("out.mkv");
        assertThat(gone).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"one is missing", "one is another", "one is cut"})
    void picturesThatAreNotThoseSentGetNoName(String lie) throws IOException {
        Path out = folder.resolve("frames");
        VideoInfo info = VideoInfo.drawn(32, 24, 8);
        assertThatThrownBy(() -> {
                    try (FrameWriter writer = FrameWriter.create(out, info, 32, 24, WriteOptions.DEFAULT)) {
                        for (int i = 0; i < 40; i++) {
                            writer.write(Clips.noise(i, i, info.timeBase(), 32, 24, 8, i));
                        }
                        damage(lie);
                        writer.finish();
                    }
                })
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT));
        assertThat(out).doesNotExist();
    }

    /** Waits for the third picture in the folder that has no name yet, and damages it. */
    private void damage(String lie) throws IOException {
        Path third;
        do {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> pictures = all.filter(file -> file.toString().endsWith(".png"))
                        .filter(file -> file.toString().contains("frames"))
                        .sorted()
                        .toList();
                third = pictures.size() < 5 ? null : pictures.get(2);
            }
        } while (third == null);
        switch (lie) {
            case "one is missing" -> Files.delete(third);
            case "one is another" ->
                Files.copy(folder.resolve("cover.png"), third, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            default -> Files.write(third, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        }
    }
}
