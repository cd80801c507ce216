package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import zvrd.ExitCode;
import zvrd.UserError;

class CopiedStreamsTest {
    @TempDir
    private Path folder;

    private Path source = Path.of("");

    @BeforeEach
    void makeAClipWithEverything() throws IOException {
        Path subtitles = Files.writeString(
                folder.resolve("s.srt"),
                "1\n00:00:00,200 --> 00:00:00,900\nHello\n\n2\n00:00:01,000 --> 00:00:01,500\nAgain\n");
        Path chapters = Files.writeString(
                folder.resolve("c.txt"),
                ";FFMETADATA1\ntitle=The Film\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n"
                        + "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Two\n");
        Path font = Files.writeString(folder.resolve("f.ttf"), "not really a font");
        source = folder.resolve("in.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=2,setsar=16/11,setparams=color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m -f lavfi -i sine=d=2 -f lavfi -i sine=440:d=2 -i @ -i @"
                        + " -map 0 -map 1 -map 2 -map 3 -map_metadata 4 -map_chapters 4 -attach @ -metadata:s:t mimetype=font/ttf"
                        + " -pix_fmt yuv420p -c:v mpeg4"
                        + " -c:a:0 aac -c:a:1 flac -metadata:s:a:1 language=deu -metadata:s:v:0 language=fra -c:s srt @",
                subtitles,
                chapters,
                font,
                source);
    }

    private static List<String> types(Path file) {
        try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
            return reader.info().streams().stream().map(StreamInfo::type).toList();
        }
    }

    @Test
    void matroskaKeepsSoundSubtitlesFontsChaptersTagsAndAspect() {
        Path out = folder.resolve("out.mkv");
        Clips.copy(source, out);
        assertThat(types(out)).containsExactly("video", "audio", "audio", "subtitle", "attachment");
        for (String which : List.of("a:0", "a:1", "s:0")) {
            assertThat(Clips.packets(out, which)).isEqualTo(Clips.packets(source, which));
            assertThat(Clips.times(out, which)).isEqualTo(Clips.times(source, which));
        }
        assertThat(Clips.times(out, "v:0")).isEqualTo(Clips.times(source, "v:0"));
        assertThat(Clips.stream(out, "a:1").path("tags").path("language").asString())
                .isEqualTo("deu");
        JsonNode video = Clips.stream(out, "v:0");
        assertThat(video.path("tags").path("language").asString()).isEqualTo("fra");
        assertThat(video.path("sample_aspect_ratio").asString()).isEqualTo("16:11");
        assertThat(video.path("color_primaries").asString()).isEqualTo("smpte170m");
        assertThat(video.path("color_transfer").asString()).isEqualTo("smpte170m");
        JsonNode whole = Ffprobe.ask(List.of("-show_format", "-show_chapters", out.toString()), "out");
        assertThat(whole.path("format").path("tags").path("title").asString()).isEqualTo("The Film");
        assertThat(whole.path("chapters").size()).isEqualTo(2);
    }

    @Test
    void mp4KeepsThemToo() {
        Path out = folder.resolve("out.mp4");
        Clips.copy(source, out);
        assertThat(types(out)).startsWith("video", "audio", "audio", "subtitle");
        for (String which : List.of("a:0", "a:1")) {
            assertThat(Clips.packets(out, which)).isEqualTo(Clips.packets(source, which));
        }
        assertThat(Clips.stream(out, "s:0").path("codec_name").asString()).isEqualTo("mov_text");
        assertThat(Clips.stream(out, "v:0").path("sample_aspect_ratio").asString())
                .isEqualTo("16:11");
    }

    @ParameterizedTest
    @CsvSource({"'', mp4", "'title=Two', mp4", "'title=Two', mov", "'', mov", "'title=Two', mkv"})
    void chaptersWithoutATitleStayWhereTheyAre(String title, String ending) throws IOException {
        Path table = Files.writeString(
                folder.resolve("untitled.txt"),
                ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\n"
                        + "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\n" + title + "\n");
        Path clip = folder.resolve("untitled.mkv");
        Clips.ffmpeg("-f lavfi -i testsrc2=s=64x48:r=25:d=2 -i @ -map 0 -map_chapters 1 -c:v mpeg4 @", table, clip);
        Path out = folder.resolve("out." + ending);
        Clips.copy(clip, out);
        assertThat(Chapters.of(out, "out").all())
                .extracting(Chapters.Chapter::start)
                .containsExactly(0L, 1_000_000_000L);
    }

    @Test
    void soundAndSubtitlesAreLeftOutWhenAsked() {
        Path out = folder.resolve("out.mkv");
        WriteOptions silent =
                new WriteOptions(null, OptionalInt.empty(), false, false, false, false, OptionalInt.empty());
        Clips.copy(source, out, ReadOptions.ALL, silent);
        assertThat(types(out)).containsExactly("video", "attachment");
    }

    @Test
    void aContainerThatDoesNotTakeTheSoundSaysSoBeforeTheWorkBegins() {
        Path out = folder.resolve("out.webm");
        try (FrameReader reader = FrameReader.open(source, ReadOptions.ALL)) {
            assertThatThrownBy(() -> FrameWriter.create(out, reader.info(), 64, 48, WriteOptions.DEFAULT))
                    .isInstanceOfSatisfying(UserError.class, error -> {
                        assertThat(error.code()).isEqualTo(ExitCode.INPUT);
                        assertThat(error)
                                .hasMessageContaining("out.webm")
                                .hasMessageContaining("stream 1 (audio aac)")
                                .hasMessageContaining("Only VP8");
                        assertThat(error.remedy()).contains(".mkv").contains("--no-audio");
                    });
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void anExcerptFromTheMiddleHasItsOwnSoundAndBeginsAtZero() {
        Path out = folder.resolve("out.mkv");
        Clips.copy(source, out, new ReadOptions(1.0, 10), WriteOptions.DEFAULT);
        List<Long> pictures = Clips.times(out, "v:0");
        assertThat(pictures).hasSize(10).startsWith(0L, 40L);
        List<Long> sound = Clips.times(out, "a:1");
        assertThat(sound.get(0)).isBetween(-110L, 110L); // one FLAC packet
        assertThat(sound.get(sound.size() - 1)).isBetween(250L, 450L);
        Chapters chapters = Chapters.of(out, "out");
        assertThat(chapters.all()).hasSize(1);
        assertThat(chapters.all().get(0).title()).isEqualTo("Two");
        assertThat(chapters.all().get(0).start()).isZero();
        assertThat(chapters.all().get(0).end()).isEqualTo(400_000_000);
        List<Long> texts = Clips.times(out, "s:0");
        assertThat(texts).hasSize(1);
        assertThat(texts.get(0).doubleValue()).isCloseTo(0, within(40.0)); // the one that begins at 1 s
    }

    /** Ten pictures of a second each and then 25 a second: the average tells nothing of how long the first ten last. */
    @Test
    void anExcerptOfAnUnevenClipHasAllOfItsSoundHoweverLongItLasts() {
        Path uneven = folder.resolve("uneven.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=4 -f lavfi -i sine=d=14"
                        + " -vf setpts='if(lt(N,10),25*N,240+N)' -fps_mode passthrough -c:v mpeg4 -c:a flac @",
                uneven);
        Path out = folder.resolve("out.mkv");
        Clips.copy(uneven, out, new ReadOptions(0, 10), WriteOptions.DEFAULT);
        assertThat(Clips.times(out, "v:0")).hasSize(10).endsWith(9000L);
        assertThat(Clips.times(out, "a:0").get(Clips.times(out, "a:0").size() - 1))
                .isGreaterThan(8900L);
    }

    /** FFmpeg can only seek to such a picture. */
    @ParameterizedTest
    @CsvSource({"flac, mkv", "aac, mkv", "aac, mp4", "pcm_s16le, mkv"})
    void anExcerptFarBehindAPictureThatStandsAloneHasItsOwnSound(String codec, String ending) {
        Path clip = folder.resolve("long.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=8 -f lavfi -i sine=d=8 -c:v mpeg4 -g 250 -c:a " + codec + " @",
                clip);
        Path out = folder.resolve("out." + ending);
        Clips.copy(clip, out, new ReadOptions(5, 10), WriteOptions.DEFAULT);
        assertThat(Clips.times(out, "v:0")).hasSize(10);
        List<Long> sound = Clips.times(out, "a:0");
        double tick = ending.equals("mkv") ? 1e-3 : 1.0 / 44100;
        assertThat(sound.get(0) * tick).isBetween(0.0, 0.11);
        assertThat(sound.get(sound.size() - 1) * tick).isBetween(0.25, 0.45);
    }

    @Test
    void anExcerptFromTheBeginningEndsWithItsSound() {
        Path out = folder.resolve("out.mkv");
        Clips.copy(source, out, new ReadOptions(0, 10), WriteOptions.DEFAULT);
        assertThat(Clips.times(out, "v:0")).hasSize(10);
        List<Long> sound = Clips.times(out, "a:0");
        assertThat(sound.get(sound.size() - 1)).isBetween(300L, 500L);
    }
}
