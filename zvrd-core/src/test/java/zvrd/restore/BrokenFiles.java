package zvrd.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import zvrd.media.Clips;

/** Files as nobody should hand them to a program: clips with some bytes changed, playlists, lies about sizes, odd names. */
final class BrokenFiles {
    private static final String PICS = "-f lavfi -i testsrc2=s=64x48:r=25:d=0.4 ";
    private static final String TONE = "-f lavfi -i sine=d=0.4 ";
    private static final Map<String, String> SOUND = Map.ofEntries(
            Map.entry("mp4", "-c:v mpeg4 -bf 2 -c:a aac"),
            Map.entry("mov", "-c:v libopenh264 -b:v 300k -c:a pcm_s16le"),
            Map.entry("mkv", "-c:v ffv1 -c:a flac"),
            Map.entry("webm", "-c:v libvpx-vp9 -b:v 300k -cpu-used 8 -c:a libopus"),
            Map.entry("avi", "-c:v mpeg4 -c:a libmp3lame"),
            Map.entry("ts", "-c:v mpeg2video -bf 2 -c:a mp2"),
            Map.entry("mpg", "-c:v mpeg2video -c:a mp2"),
            Map.entry("flv", "-c:v flv1 -ar 44100 -c:a libmp3lame"),
            Map.entry("wmv", "-c:v wmv2 -c:a wmav2"),
            Map.entry("nut", "-c:v ffvhuff -c:a pcm_s16le"));
    private static final Map<String, String> SILENT = Map.ofEntries(
            Map.entry("gif", ""),
            Map.entry("y4m", "-pix_fmt yuv420p"),
            Map.entry("mxf", "-c:v mpeg2video"),
            Map.entry("ivf", "-c:v libaom-av1 -cpu-used 8 -frames:v 3"),
            Map.entry("png", "-frames:v 1"),
            Map.entry("jpg", "-frames:v 1"),
            Map.entry("tiff", "-frames:v 1"),
            Map.entry("bmp", "-frames:v 1"),
            Map.entry("webp", "-frames:v 1"),
            Map.entry("jp2", "-frames:v 1"),
            Map.entry("exr", "-frames:v 1 -pix_fmt gbrpf32le"),
            Map.entry("dpx", "-frames:v 1"),
            Map.entry("tga", "-frames:v 1"));
    private static final List<String> TEXTS = List.of(
            "",
            "\0",
            "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:2,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
            "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nself.m3u8\n",
            "ffconcat version 1.0\nfile /etc/passwd\n",
            "ffconcat version 1.0\nfile self.png\n",
            "ffconcat version 1.0\nfile http://127.0.0.1:9/a\n",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><AdaptationSet>"
                    + "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>http://127.0.0.1:9/</BaseURL></Representation>"
                    + "</AdaptationSet></Period></MPD>",
            "<asx version=\"3.0\"><entry><ref href=\"http://127.0.0.1:9/\"/></entry></asx>",
            "[reference]\nRef1=http://127.0.0.1:9/a.asf\n",
            "RTSPtextrtsp://127.0.0.1:9/",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"http://127.0.0.1:9/\"/></svg>",
            "just some notes\n",
            "YUV4MPEG2 W100000 H100000 F25:1 Ip A1:1 C420\nFRAME\n",
            "YUV4MPEG2 W-5 H7 F0:0\nFRAME\n",
            "P6\n100000 100000\n255\nabc",
            "P6\n2147483647 2147483647\n65535\n",
            "PF\n40000 40000\n-1.0\n",
            "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 100000 +X 100000\n",
            "/* XPM */\nstatic char *x[] = {\n\"100000 100000 2 1\",\n\"a c #fff\",\n",
            "#define w_width 100000\n#define w_height 100000\nstatic char w_bits[] = {0x00};\n");
    private static final List<String> NAMES = List.of(
            "clip",
            "-clip",
            "--",
            "two\nlines",
            "a\nfile 'b",
            "übung 日本",
            "it's",
            "back\\slash",
            "per%cent",
            "%03d",
            "a b",
            "a:b",
            "pipe:0",
            "concat:a|b",
            "http:",
            "\"quoted\"",
            "$HOME",
            "`id`",
            "*",
            "?",
            "[a-z]",
            "a,b;c",
            "dot.",
            "n".repeat(200));

    private final Path folder;
    private final List<byte[]> clips = new ArrayList<>();
    private final List<String> endings = new ArrayList<>();

    /** Makes the clips that are broken afterwards; everything lies in {@code folder}. */
    BrokenFiles(Path folder) throws IOException {
        this.folder = folder;
        for (Map<String, String> kinds : List.of(SOUND, SILENT)) {
            for (String ending : kinds.keySet().stream().sorted().toList()) {
                Path clip = folder.resolve("whole." + ending);
                Clips.ffmpeg(
                        (PICS + (kinds == SOUND ? TONE : "") + kinds.getOrDefault(ending, "") + " @")
                                .replace("  ", " "),
                        clip);
                clips.add(Files.readAllBytes(clip));
                endings.add(ending);
            }
        }
    }

    /** The file that {@code seed} stands for, in a folder of its own. */
    Path make(long seed) throws IOException {
        Random random = new Random(seed);
        int which = random.nextInt(clips.size());
        byte[] clip = clips.get(which);
        String ending = endings.get(which);
        byte[] content = switch (random.nextInt(12)) {
            case 0, 1, 2 -> flipped(clip, clip.length, random);
            case 3, 4 -> flipped(clip, 1024, random);
            case 5 -> Arrays.copyOf(clip, random.nextInt(clip.length));
            case 6, 7 -> numbersReplaced(clip, random);
            case 8 -> moved(clip, random);
            case 9 -> TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
            case 10 -> random.nextBoolean() ? hugePng(random) : noise(random);
            default -> clip;
        };
        boolean renamed = random.nextInt(4) == 0;
        String name = random.nextInt(4) == 0 ? NAMES.get(random.nextInt(NAMES.size())) : "clip";
        String suffix = renamed ? endings.get(random.nextInt(endings.size())) : ending;
        Path own = Files.createTempDirectory(folder, "broken");
        return Files.write(own.resolve(name + "." + suffix), content);
    }

    private static byte[] flipped(byte[] clip, int within, Random random) {
        byte[] broken = clip.clone();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            broken[random.nextInt(Math.min(within, clip.length))] ^= (byte) (1 << random.nextInt(8));
        }
        return broken;
    }

    private static byte[] numbersReplaced(byte[] clip, Random random) {
        int[] numbers = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 100_000, 0x00ffffff, 1};
        byte[] broken = clip.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(Math.min(clip.length - 4, 2048));
            ByteBuffer.wrap(broken).putInt(at, numbers[random.nextInt(numbers.length)]);
        }
        return broken;
    }

    /** A stretch of it missing, doubled or all zero. */
    private static byte[] moved(byte[] clip, Random random) {
        int from = random.nextInt(clip.length);
        int to = Math.min(clip.length, from + 1 + random.nextInt(2000));
        var broken = new ByteArrayOutputStream();
        broken.write(clip, 0, from);
        switch (random.nextInt(3)) {
            case 0 -> {}
            case 1 -> broken.write(clip, 0, to);
            default -> broken.write(new byte[to - from], 0, to - from);
        }
        broken.write(clip, to, clip.length - to);
        return broken.toByteArray();
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(5000)];
        random.nextBytes(noise);
        return noise;
    }

    /** A PNG that says it is enormous, with the right checksum. */
    private static byte[] hugePng(Random random) {
        int[] sizes = {100_000, 20_000, 65_535, Integer.MAX_VALUE, 1};
        ByteBuffer header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(sizes[random.nextInt(sizes.length)])
                .putInt(sizes[random.nextInt(sizes.length)])
                .put(new byte[] {16, 2, 0, 0, 0});
        var sum = new CRC32();
        sum.update(header.array());
        return ByteBuffer.allocate(60)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                .putInt(13)
                .put(header.array())
                .putInt((int) sum.getValue())
                .putInt(10)
                .put("IDAT".getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
