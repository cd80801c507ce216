package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;

class PicturesTest {
    private static final VideoInfo INFO = VideoInfo.drawn(20, 12, 8);

    @TempDir
    private Path folder;

    private static List<Frame> frames(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Clips.noise(i, i, INFO.timeBase(), 20, 12, 8, 40 + i))
                .toList();
    }

    @Test
    void aFolderOfPicturesIsReadInTheOrderOfItsNumbersWhateverIsMissing() {
        List<Frame> sent = frames(4);
        int[] numbers = {2, 9, 10, 107};
        for (int i = 0; i < 4; i++) {
            StillImages.write(folder.resolve("it's frame " + numbers[i] + ".png"), sent.get(i), 8, false);
        }
        List<Frame> got = Clips.readAll(folder);
        assertThat(got).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(got.get(i).rgb()).isEqualTo(sent.get(i).rgb());
            assertThat(got.get(i).pts()).isEqualTo(i);
        }
        try (FrameReader reader = FrameReader.open(folder, new ReadOptions(0.04, 2))) {
            assertThat(reader.info().expectedFrames()).hasValue(2);
            assertThat(reader.info().images()).isTrue();
        }
        List<Frame> part = Clips.readAll(folder, new ReadOptions(0.04, 2));
        assertThat(part).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(part.get(i).rgb()).isEqualTo(sent.get(i + 1).rgb());
        }
    }

    @Test
    void digitsOfOtherScriptsInNamesAreLetters() {
        for (String name : List.of("\uff11.png", "2.png", "10.png")) {
            StillImages.write(folder.resolve(name), frames(1).get(0), 8, false);
        }
        assertThat(ImageSequence.list(folder))
                .extracting(path -> String.valueOf(path.getFileName()))
                .containsExactly("2.png", "10.png", "\uff11.png");
    }

    @Test
    void aPatternMayHaveNoWidthButNoneThatNoFileCouldHave() {
        Clips.write(folder.resolve("f%00d.png"), INFO, frames(2), WriteOptions.DEFAULT);
        assertThat(folder.resolve("f2.png")).exists();
        assertThat(Clips.readAll(folder.resolve("f%00d.png"))).hasSize(2);
        for (String name : List.of("f%0100d.png", "new/f%099999999999d.png")) {
            assertThatThrownBy(() -> Clips.write(folder.resolve(name), INFO, frames(2), WriteOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
                    .hasMessageContaining("99 digits");
        }
    }

    @Test
    void aPatternNamesItsPicturesForReadingAndForWriting() {
        List<Frame> sent = frames(3);
        Path pattern = folder.resolve("f%04d.png");
        Clips.write(pattern, INFO, sent, WriteOptions.DEFAULT);
        StillImages.write(folder.resolve("g0001.png"), sent.get(0), 8, false);
        assertThat(folder.resolve("f0001.png")).exists();
        assertThat(folder.resolve("f0003.png")).exists();
        assertThat(Clips.readAll(pattern)).hasSize(3);
        assertThatThrownBy(() -> Clips.write(pattern, INFO, frames(2), WriteOptions.DEFAULT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("f0001.png");
        Clips.write(pattern, INFO, frames(2), WriteOptions.DEFAULT.overwriting());
        assertThat(Clips.readAll(pattern)).hasSize(2);
        assertThat(folder.resolve("g0001.png")).exists();
    }

    @Test
    void aFolderIsWrittenWholeAndReplacedOnlyWhenAskedTo() throws IOException {
        Path out = folder.resolve("frames");
        Clips.write(out, INFO, frames(5), WriteOptions.DEFAULT);
        assertThat(Clips.readAll(out)).hasSize(5);
        assertThatThrownBy(() -> Clips.write(out, INFO, frames(2), WriteOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT));
        Clips.write(out, INFO, frames(2), WriteOptions.DEFAULT.overwriting());
        assertThat(Clips.readAll(out)).hasSize(2);
        Files.writeString(out.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> Clips.write(out, INFO, frames(2), WriteOptions.DEFAULT.overwriting()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("other files");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f%04d.png", "frames"})
    void anInterruptWhileFramesAreReplacedLeavesAllOldOnesOrAllNewOnes(String name) throws IOException {
        Path out = folder.resolve(name);
        Clips.write(out, INFO, frames(40), WriteOptions.DEFAULT);
        Path watched = name.contains("%") ? folder.resolve("f0040.png") : out;
        AtomicBoolean over = new AtomicBoolean();
        Thread writing = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (Files.exists(watched) && !over.get()) {
                Thread.onSpinWait();
            }
            writing.interrupt();
        });
        try (FrameWriter writer = FrameWriter.create(out, INFO, 20, 12, WriteOptions.DEFAULT.overwriting())) {
            frames(30).forEach(writer::write);
            interrupter.start();
            writer.finish();
        } catch (UserError | IllegalStateException interrupted) {
            assertThat(interrupted).hasMessageContaining("nterrupt"); // the old frames must then all be there
        } finally {
            over.set(true);
            while (interrupter.isAlive()) {
                Thread.onSpinWait(); // else its interrupt might come later still
            }
            Thread.interrupted();
        }
        assertThat(Clips.readAll(out).size()).isIn(30, 40);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(p -> String.valueOf(p.getFileName()).startsWith("."));
        }
    }

    /** Where no later run of the program sweeps them away, if this one is killed. */
    @Test
    void oldFramesWaitBesideTheNewOnesUntilAllHaveTheirNames() throws IOException {
        Path pattern = folder.resolve("f%04d.png");
        Clips.write(pattern, INFO, frames(2), WriteOptions.DEFAULT);
        List<Path> there = ImageSequence.matching(pattern);
        List<String> aside = new ArrayList<>();
        List<Path> old = new AbstractList<>() {
            @Override
            public Path get(int i) {
                if (i == 1) {
                    try (Stream<Path> all = Files.walk(folder)) {
                        all.map(p -> folder.relativize(p).toString())
                                .filter(p -> p.matches("\\..*\\.old/f0001\\.png"))
                                .forEach(aside::add);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return there.get(i);
            }

            @Override
            public int size() {
                return there.size();
            }
        };
        Path made = Files.writeString(folder.resolve("new"), "new");
        Placement.place(Map.of(made, folder.resolve("f0001.png")), old, pattern);
        assertThat(aside).hasSize(1);
        assertThat(ImageSequence.matching(pattern)).hasSize(1);
    }

    @Test
    void framesThatCannotAllGetTheirNamesLeaveTheOldOnesAsTheyWere() throws IOException {
        Path pattern = folder.resolve("f%04d.png");
        Clips.write(pattern, INFO, frames(3), WriteOptions.DEFAULT);
        List<Frame> before = Clips.readAll(pattern);
        Map<Path, Path> names = new LinkedHashMap<>();
        for (int i = 1; i <= 2; i++) {
            names.put(Files.writeString(folder.resolve("new" + i), "new"), folder.resolve("f000" + i + ".png"));
        }
        Path busy = folder.resolve("busy");
        Files.createDirectories(busy.resolve("full"));
        names.put(Files.writeString(folder.resolve("new3"), "new"), busy);
        assertThatThrownBy(() -> Placement.place(names, ImageSequence.matching(pattern), pattern))
                .isInstanceOf(IOException.class);
        List<Frame> after = Clips.readAll(pattern);
        assertThat(after).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(after.get(i).rgb()).isEqualTo(before.get(i).rgb());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(p -> String.valueOf(p.getFileName()).startsWith("."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "frames/%06d.png, frames",
        "frames, frames/%06d.png",
        "frames/%06d.png, frames/%06d.png",
        "frames/%06d.png, frames/%d.png",
        "frames, frames",
        "frames/%06d.png, frames/000002.png",
        "frames/000002.png, frames",
        "frames, frames/one.png",
        "link, frames",
        "link/%06d.png, frames/%06d.png"
    })
    void theInputsOwnPicturesAreNeverReplaced(String input, String output) throws IOException {
        Path frames = folder.resolve("frames");
        Clips.write(frames, INFO, frames(3), WriteOptions.DEFAULT);
        Files.createSymbolicLink(folder.resolve("link"), frames);
        WriteOptions options = WriteOptions.DEFAULT.overwriting();
        ReadOptions one = new ReadOptions(0, 1);
        assertThatThrownBy(() -> Clips.copy(folder.resolve(input), folder.resolve(output), one, options))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                .hasMessageContaining("the input itself");
        assertThat(Clips.readAll(frames)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"frames, frames/small", "frames/0%05d.png, frames/small%d.png", "frames, frames/small.mkv"})
    void anOutputBesideTheInputsPicturesIsWelcome(String input, String output) {
        Clips.write(folder.resolve("frames"), INFO, frames(3), WriteOptions.DEFAULT);
        Clips.copy(folder.resolve(input), folder.resolve(output));
        assertThat(Clips.readAll(folder.resolve(output))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void onePictureKeepsItsSamplesIn8And16Bits(int bits) {
        Frame sent = Clips.noise(0, 0, INFO.timeBase(), 33, 17, bits, 9);
        Path picture = folder.resolve("one.png");
        StillImages.write(picture, sent, bits, false);
        assertThat(StillImages.read(picture).rgb()).isEqualTo(sent.rgb());
        assertThat(Clips.stream(picture, "v:0").path("pix_fmt").asString()).isEqualTo(bits == 8 ? "rgb24" : "rgb48be");
    }

    @Test
    void aMaskOfPaletteOrGrayIsReadAsItLooks() {
        Path source = folder.resolve("mask.png");
        short[] rgb = new short[3 * 16 * 8];
        for (int i = 0; i < rgb.length / 2; i++) {
            rgb[i] = -1; // the upper half white
        }
        Frame mask = new Frame(0, 0, INFO.timeBase(), 16, 8, rgb);
        StillImages.write(source, mask, 8, false);
        for (String format : List.of("gray", "pal8", "monob", "rgba", "ya8", "gray16be")) {
            Path as = folder.resolve(format + ".png");
            String via = format.equals("pal8") ? "split[a][b],[a]palettegen[p],[b][p]paletteuse" : "format=" + format;
            Clips.ffmpeg("-i @ -filter_complex " + via + " @", source, as);
            assertThat(Clips.stream(as, "v:0").path("pix_fmt").asString()).isEqualTo(format);
            assertThat(StillImages.read(as).rgb()).as(format).isEqualTo(rgb);
        }
    }

    @Test
    void picturesOfSeveralSizesAreRefusedNamingTheFirstThatDiffers() {
        frames(3).forEach(f -> StillImages.write(folder.resolve(f.index() + ".png"), f, 8, false));
        StillImages.write(folder.resolve("7.png"), Clips.noise(0, 0, INFO.timeBase(), 24, 12, 8, 1), 8, false);
        assertThatThrownBy(() -> Clips.readAll(folder))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.INPUT))
                .hasMessageContaining("7.png")
                .hasMessageContaining("20x12 expected")
                .hasMessageContaining("found 24x12");
    }

    @Test
    void grayPicturesAmongColouredOnesLeaveThemTheirColour() {
        Frame colour = Clips.noise(0, 0, INFO.timeBase(), 20, 12, 8, 3);
        StillImages.write(folder.resolve("2.png"), colour, 8, false);
        Clips.ffmpeg("-i @ -pix_fmt gray @", folder.resolve("2.png"), folder.resolve("1.png"));
        assertThat(Clips.readAll(folder).get(1).rgb()).isEqualTo(colour.rgb());
    }

    @Test
    void aBrokenPictureIsAnErrorAndNotAShorterClip() throws IOException {
        frames(4).forEach(f -> StillImages.write(folder.resolve(f.index() + ".png"), f, 8, false));
        Files.writeString(folder.resolve("2.png"), "no picture");
        assertThatThrownBy(() -> Clips.readAll(folder))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.INPUT));
    }

    @Test
    void aFolderWithoutPicturesOrWithSeveralKindsIsRefused() throws IOException {
        assertThatThrownBy(() -> FrameReader.open(folder, ReadOptions.ALL)).hasMessageContaining("no pictures");
        Files.writeString(folder.resolve("1.png"), "");
        Files.writeString(folder.resolve("1.jpg"), "");
        assertThatThrownBy(() -> FrameReader.open(folder, ReadOptions.ALL))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("jpg and png");
    }

    @Test
    void severalFramesDoNotFitIntoOnePicture() {
        assertThatThrownBy(() -> Clips.write(folder.resolve("one.png"), INFO, frames(2), WriteOptions.DEFAULT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2 frames");
        assertThat(folder.resolve("one.png")).doesNotExist();
    }

    @Test
    void aVideoBecomesPicturesOfItsOwnDepthOrTheOneAskedFor() {
        Path source = folder.resolve("in.mkv");
        Clips.ffmpeg("-f lavfi -i testsrc2=s=32x16:r=25:d=0.2 -pix_fmt yuv420p10le -c:v ffv1 @", source);
        Path deep = folder.resolve("deep");
        Clips.copy(source, deep);
        assertThat(Clips.stream(deep.resolve("000001.png"), "v:0")
                        .path("pix_fmt")
                        .asString())
                .isEqualTo("rgb48be");
        Path flat = folder.resolve("flat");
        WriteOptions eight = new WriteOptions(null, OptionalInt.empty(), false, true, true, false, OptionalInt.of(8));
        Clips.copy(source, flat, ReadOptions.ALL, eight);
        assertThat(Clips.stream(flat.resolve("000005.png"), "v:0")
                        .path("pix_fmt")
                        .asString())
                .isEqualTo("rgb24");
    }
}
