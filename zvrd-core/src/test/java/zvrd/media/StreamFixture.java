package zvrd.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A clip that FFmpeg makes, and the container it is copied to.
 *
 * @param name what is special about it
 * @param source the clip's ending
 * @param target the copy's ending
 * @param make FFmpeg's arguments, separated by single spaces; PICS and TONE stand for two seconds of its test pictures
 *     and sound, words in braces for the files of {@link #files}
 */
record StreamFixture(String name, String source, String target, String make) {
    private static final String PICS = "-f lavfi -i testsrc2=s=64x48:r=25:d=2";
    private static final String TONE = "-f lavfi -i sine=d=2";
    private static final String MPEG4 = "-c:v mpeg4 -q:v 4 -bf 2";
    private static final String H264 = "-c:v libopenh264 -b:v 400k";

    static final List<StreamFixture> ALL = List.of(
            of("frames out of order, AAC", "mp4", "mkv", "PICS TONE MPEG4 -c:a aac"),
            of("frames out of order, AAC", "mp4", "mp4", "PICS TONE MPEG4 -c:a aac"),
            of(
                    "29.97 frames a second",
                    "mp4",
                    "mp4",
                    "-f lavfi -i testsrc2=s=64x48:r=30000/1001:d=2 TONE H264 -c:a aac"),
            of("59.94 frames a second", "mp4", "mkv", "-f lavfi -i testsrc2=s=64x48:r=60000/1001:d=1 MPEG4"),
            of(
                    "23.976 frames a second",
                    "mkv",
                    "mp4",
                    "-f lavfi -i testsrc2=s=64x48:r=24000/1001:d=2 TONE -c:v ffv1 -c:a aac"),
            of(
                    "lossless, two languages",
                    "mkv",
                    "mkv",
                    "PICS TONE -f lavfi -i sine=440:d=2 -map 0 -map 1 -map 2 -c:v ffv1"
                            + " -c:a:0 flac -c:a:1 libopus -metadata:s:a:0 language=deu -disposition:a:1 default"),
            of("AVI of pictures and PCM", "avi", "mkv", "PICS TONE -pix_fmt yuvj420p -c:v mjpeg -c:a pcm_s16le"),
            of("AVI with frames out of order and MP3", "avi", "mkv", "PICS TONE MPEG4 -c:a libmp3lame"),
            of("AVI to MP4", "avi", "mp4", "PICS TONE -c:v mpeg4 -c:a libmp3lame"),
            of("WebM", "webm", "webm", "PICS TONE -c:v libvpx-vp9 -b:v 400k -cpu-used 8 -c:a libopus"),
            of(
                    "VP8 and Vorbis",
                    "webm",
                    "mkv",
                    "PICS TONE -c:v libvpx -b:v 400k -cpu-used 8 -ac 2 -c:a vorbis -strict -2"),
            of("QuickTime", "mov", "mov", "PICS TONE H264 -c:a aac"),
            of(
                    "ProRes of 10 bits and PCM of 24",
                    "mov",
                    "mkv",
                    "PICS TONE -pix_fmt yuv422p10le -c:v prores_ks -c:a pcm_s24le"),
            of("PCM to QuickTime", "mkv", "mov", "PICS TONE -c:v ffv1 -c:a pcm_s16le"),
            of("transport stream, MP2", "ts", "mkv", "PICS TONE -c:v mpeg2video -bf 2 -c:a mp2"),
            of("transport stream, AAC", "ts", "mp4", "PICS TONE -c:v mpeg2video -bf 2 -c:a aac"),
            of("transport stream, AC-3", "ts", "mkv", "PICS TONE MPEG4 -c:a ac3"),
            of("program stream", "mpg", "mkv", "PICS TONE -c:v mpeg2video -bf 2 -c:a mp2"),
            of("Flash", "flv", "mkv", "PICS TONE -c:v flv1 -ar 44100 -c:a libmp3lame"),
            of("Windows Media", "wmv", "mkv", "PICS TONE -c:v wmv2 -c:a wmav2"),
            of("NUT", "nut", "mkv", "PICS TONE -c:v ffv1 -c:a pcm_s16le"),
            of("MXF", "mxf", "mkv", "PICS -f lavfi -i sine=r=48000:d=2 -c:v mpeg2video -bf 2 -c:a pcm_s16le"),
            of("animation", "gif", "mkv", "-f lavfi -i testsrc2=s=64x48:r=10:d=2"),
            of(
                    "irregular and late",
                    "mkv",
                    "mkv",
                    "PICS TONE -vf select='not(mod(n\\,3))+eq(n\\,4)+eq(n\\,22)'"
                            + " -fps_mode passthrough -output_ts_offset 61.5 -c:v ffv1 -c:a flac"),
            of(
                    "irregular and late",
                    "mkv",
                    "mp4",
                    "PICS TONE -vf select='not(mod(n\\,3))+eq(n\\,4)+eq(n\\,22)'"
                            + " -fps_mode passthrough -output_ts_offset 61.5 -c:v ffv1 -c:a aac"),
            of("edit list", "mp4", "mkv", "-ss 0.3 -i {ordered} -c copy"),
            of("edit list", "mp4", "mp4", "-ss 0.3 -i {ordered} -c copy"),
            of("sound that begins later", "mp4", "mp4", "PICS -itsoffset 0.3137 TONE -map 0 -map 1 MPEG4 -c:a aac"),
            of("pictures that begin later", "mkv", "mkv", "-itsoffset 0.4 PICS TONE -map 0 -map 1 -c:v ffv1 -c:a flac"),
            of(
                    "texts, chapters, a font",
                    "mkv",
                    "mkv",
                    "PICS TONE -i {srt} -i {chapters} -map 0 -map 1 -map 2 -map_metadata 3"
                            + " -map_chapters 3 -attach {font} -metadata:s:t mimetype=font/ttf -c:v ffv1 -c:a flac -c:s srt"),
            of("styled texts", "mkv", "mkv", "PICS -i {ass} -map 0 -map 1 -c:v ffv1 -c:s copy"),
            of("styled texts", "mkv", "mp4", "PICS -i {ass} -map 0 -map 1 -c:v ffv1 -c:s copy"),
            of("timed text", "mp4", "mkv", "PICS -i {srt} -map 0 -map 1 -c:v mpeg4 -c:s mov_text"),
            of("timed text", "mp4", "mp4", "PICS -i {srt} -map 0 -map 1 -c:v mpeg4 -c:s mov_text"),
            of("WebVTT", "mkv", "webm", "PICS -i {srt} -map 0 -map 1 -c:v ffv1 -c:s webvtt"),
            of("pictures of text", "mkv", "mkv", "PICS -i {pictured} -map 0:v -map 1:s -c:v ffv1 -c:s copy"),
            of(
                    "chapters",
                    "mp4",
                    "mp4",
                    "PICS TONE -i {chapters} -map 0 -map 1 -map_metadata 2 -map_chapters 2 MPEG4 -c:a aac"),
            of(
                    "a cover",
                    "mp4",
                    "mkv",
                    "PICS -i {cover} -map 0 -map 1 -c:v:0 mpeg4 -c:v:1 copy -disposition:v:1 attached_pic"),
            of(
                    "a cover",
                    "mp4",
                    "mp4",
                    "PICS -i {cover} -map 0 -map 1 -c:v:0 mpeg4 -c:v:1 copy -disposition:v:1 attached_pic"),
            of(
                    "pixels that are not square",
                    "mp4",
                    "mp4",
                    "-f lavfi -i testsrc2=s=64x48:r=25:d=1,setsar=16/11,"
                            + "setparams=color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m H264"),
            of("a quarter turned", "mp4", "mkv", "-display_rotation 90 -i {ordered} -c copy"),
            of("10 bits", "mkv", "mkv", "PICS -pix_fmt yuv420p10le -c:v ffv1"),
            of("10 bits", "mkv", "mp4", "PICS -pix_fmt yuv420p10le -c:v ffv1 -t 0.4"),
            of("odd sizes", "mkv", "mkv", "-f lavfi -i testsrc2=s=101x67:r=25:d=1 -pix_fmt yuv444p -c:v ffv1"),
            of("one frame", "mp4", "mkv", "PICS -c:v mpeg4 -frames:v 1"),
            of("two frames", "mp4", "mp4", "PICS -c:v mpeg4 -frames:v 2"),
            of("full range", "avi", "mkv", "PICS -pix_fmt yuvj444p -c:v mjpeg -q:v 2"),
            of("grey", "mkv", "mkv", "PICS -pix_fmt gray -c:v ffv1"));

    private static StreamFixture of(String name, String source, String target, String make) {
        return new StreamFixture(
                name,
                source,
                target,
                make.replace("PICS", PICS)
                        .replace("TONE", TONE)
                        .replace("MPEG4", MPEG4)
                        .replace("H264", H264));
    }

    /** Makes the clip in {@code folder}, where {@link #files} are. */
    Path make(Path folder) {
        String arguments = make;
        for (String word : List.of("srt", "ass", "chapters", "font", "cover", "ordered", "pictured")) {
            arguments = arguments.replace(
                    "{" + word + "}", folder.resolve(ending(word)).toString());
        }
        Path clip = folder.resolve("in." + source);
        Clips.ffmpeg(arguments + " @", clip);
        return clip;
    }

    private static String ending(String word) {
        return switch (word) {
            case "cover" -> "cover.png";
            case "ordered" -> "ordered.mp4";
            case "pictured" -> "pictured.sup";
            default -> word + "." + word;
        };
    }

    /** Makes what the clips are made of. */
    static void files(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("srt.srt"),
                "1\n00:00:00,200 --> 00:00:00,900\n<i>Hello</i>, you\n\n2\n00:00:01,000 --> 00:00:01,500\nAgain\n");
        Files.writeString(folder.resolve("ass.ass"), """
                [Script Info]
                ScriptType: v4.00+

                [V4+ Styles]
                Format: Name, Fontname, Fontsize
                Style: Default,Arial,20

                [Events]
                Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
                Dialogue: 0,0:00:00.20,0:00:00.90,Default,,0,0,0,,{\\b1}Two{\\b0}\\Nlines
                Dialogue: 0,0:00:00.50,0:00:01.20,Default,,0,0,0,,At once
                """);
        Files.writeString(folder.resolve("chapters.chapters"), """
                ;FFMETADATA1
                title=The Film
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=700
                title=One; or = another
                [CHAPTER]
                TIMEBASE=1/1000
                START=700
                END=2000
                title=Two
                """);
        Files.writeString(folder.resolve("font.font"), "not really a font");
        Clips.ffmpeg("-f lavfi -i testsrc=s=32x32 -frames:v 1 @", folder.resolve("cover.png"));
        Clips.ffmpeg(PICS + " " + TONE + " " + MPEG4 + " -c:a aac @", folder.resolve("ordered.mp4"));
        Files.write(folder.resolve("pictured.sup"), pictured());
    }

    /** A Blu-ray subtitle, a black bar between 0.5 s and 1 s: what is shown, where, its colours, its pixels, the end. */
    private static byte[] pictured() {
        var bytes = new ByteArrayOutputStream();
        segment(bytes, 45_000, 0x16, 0, 64, 0, 48, 0x10, 0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0, 40);
        segment(bytes, 45_000, 0x17, 1, 0, 0, 8, 0, 40, 0, 8, 0, 2);
        segment(bytes, 45_000, 0x14, 0, 0, 1, 16, 128, 128, 255);
        segment(bytes, 45_000, 0x15, 0, 0, 0, 0xc0, 0, 0, 14, 0, 8, 0, 2, 0, 0x88, 1, 0, 0, 0, 0x88, 1, 0, 0);
        segment(bytes, 45_000, 0x80);
        segment(bytes, 90_000, 0x16, 0, 64, 0, 48, 0x10, 0, 1, 0, 0, 0, 0);
        segment(bytes, 90_000, 0x17, 1, 0, 0, 8, 0, 40, 0, 8, 0, 2);
        segment(bytes, 90_000, 0x80);
        return bytes.toByteArray();
    }

    private static void segment(ByteArrayOutputStream to, int time, int type, int... content) {
        to.writeBytes(ByteBuffer.allocate(13)
                .put((byte) 'P')
                .put((byte) 'G')
                .putInt(time)
                .putInt(0)
                .put((byte) type)
                .putShort((short) content.length)
                .array());
        for (int each : content) {
            to.write(each);
        }
    }

    @Override
    public String toString() {
        return name + ", " + source + " to " + target;
    }
}
