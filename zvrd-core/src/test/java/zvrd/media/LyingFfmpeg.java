package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zvrd.UserError;

/**
 * A program that copies a clip again and again with an FFmpeg that lies in one way after another, and tells on standard
 * output what came of each: the lie, the exit code, the files left and the message, with tabs between. It needs an FFmpeg of its own:
 * JavaCPP's cache must be a folder that nobody else uses.
 */
final class LyingFfmpeg {
    private static final String SCRIPT = """
            #!/bin/sh
            here=${0%/*}
            for last; do :; done
            out=${last#file:}
            honest() { "$here/ffmpeg.true" "$@"; }
            rewritten() { honest -v error -nostdin -y -i "$out" "$@" -f matroska "$out.lie" && mv "$out.lie" "$out"; }
            case "$*" in
              *zvrd-taken*) kind=encode ;;
              *"-map_chapters 1 "*) kind=join ;;
              *) kind=other ;;
            esac
            . "$here/lie"
            honest "$@"
            """;
    private static final String PIXELS = "-c:v ffv1 -level 3 -g 1 -pix_fmt bgr0";
    private static final String STREAMS = "-map 0 -c copy -copyts -avoid_negative_ts disabled";

    private LyingFfmpeg() {}

    /** Lies by name: what the shell does in place of encoding or of joining. */
    static Map<String, String> lies() {
        Map<String, String> lies = new LinkedHashMap<>();
        encode(lies, "none, but it fails", "exit 1");
        encode(lies, "all is well, nothing was written", "cat >/dev/null; exit 0");
        encode(lies, "an empty file", "cat >/dev/null; : >\"$out\"; exit 0");
        encode(lies, "killed in the middle", "head -c 30000 | honest \"$@\"; kill -9 $$");
        encode(lies, "ended in the middle", "head -c 30000 | honest \"$@\"; exit 0");
        encode(lies, "half the file", "honest \"$@\"; truncate -s 9000 \"$out\"; exit 0");
        encode(lies, "another name", "honest \"$@\"; mv \"$out\" \"$out.lost\"; rm \"$out.lost\"; exit 0");
        encode(lies, "a disk that is full", "cat >/dev/null; echo 'No space left on device' >&2; exit 1");
        encode(lies, "a limit of the file's size", "ulimit -f 8; exec \"$here/ffmpeg.true\" \"$@\"");
        rewrite(lies, "a frame less at the end", "-c copy -frames:v 7");
        rewrite(lies, "a frame less in the middle", "-c copy -bsf:v noise=drop=eq(n\\,3)");
        rewrite(lies, "a frame more", PIXELS + " -vf loop=loop=1:size=1:start=3 -fps_mode passthrough");
        rewrite(lies, "one frame late", "-c copy -bsf:v setts=ts=TS+9*eq(N\\,3)");
        rewrite(lies, "all frames late", "-c copy -output_ts_offset 0.04");
        rewrite(lies, "all frames slow", "-c copy -bsf:v setts=ts=TS*2");
        rewrite(lies, "a pixel changed", PIXELS + " -vf drawbox=x=3:y=3:w=1:h=1:color=red:enable=eq(n\\,3)");
        rewrite(lies, "a black frame", PIXELS + " -vf drawbox=t=fill:color=black:enable=eq(n\\,3)");
        rewrite(lies, "frames exchanged", PIXELS + " -vf shuffleframes=0|1|3|2|4|5|6|7");
        rewrite(lies, "frames the other way round", PIXELS + " -vf reverse");
        rewrite(lies, "the same frame again", PIXELS + " -vf shuffleframes=0|1|2|2|4|5|6|7");
        rewrite(lies, "upside down", PIXELS + " -vf vflip");
        rewrite(lies, "another size", PIXELS + " -vf scale=32:24");
        rewrite(lies, "a lossy codec", "-c:v mjpeg -pix_fmt yuvj444p -q:v 1");
        encode(
                lies,
                "zeros in the middle",
                "honest \"$@\"; dd if=/dev/zero of=\"$out\" bs=1 seek=9000 count=64 conv=notrunc 2>/dev/null; exit 0");
        join(lies, "joining fails", "exit 1");
        join(lies, "nothing joined", "exit 0");
        join(lies, "half of what was joined", "honest \"$@\"; truncate -s 9000 \"$out\"; exit 0");
        rejoin(lies, "no sound", STREAMS + " -an");
        rejoin(lies, "no texts", STREAMS + " -sn");
        rejoin(lies, "no chapters", STREAMS + " -map_chapters -1");
        rejoin(lies, "no font", "-map 0:v -map 0:a -map 0:s -c copy -copyts -avoid_negative_ts disabled");
        rejoin(lies, "a packet of sound less", STREAMS + " -bsf:a noise=drop=eq(n\\,3)");
        rejoin(lies, "a packet of sound changed", STREAMS + " -bsf:a noise=amount=50");
        rejoin(lies, "late sound", STREAMS + " -bsf:a setts=ts=TS+9");
        rejoin(lies, "late texts", STREAMS + " -bsf:s setts=ts=TS+9");
        rejoin(lies, "a frame of the joined less", STREAMS + " -bsf:v noise=drop=eq(n\\,3)");
        return lies;
    }

    private static void encode(Map<String, String> lies, String name, String instead) {
        lies.put(name, "if [ $kind = encode ]; then " + instead + "; fi\n");
    }

    private static void join(Map<String, String> lies, String name, String instead) {
        lies.put(name, "if [ $kind = join ]; then " + instead + "; fi\n");
    }

    private static void rewrite(Map<String, String> lies, String name, String arguments) {
        encode(lies, name, "honest \"$@\" || exit 1; rewritten '" + arguments.replace(" ", "' '") + "'; exit 0");
    }

    private static void rejoin(Map<String, String> lies, String name, String arguments) {
        join(lies, name, "honest \"$@\" || exit 1; rewritten '" + arguments.replace(" ", "' '") + "'; exit 0");
    }

    /**
     * Runs the lies named.
     *
     * @param args JavaCPP's cache, a folder with the clip {@code in.mkv} in it, and the names of the lies
     */
    public static void main(String[] args) throws IOException {
        FfmpegBinary.version();
        Path folder = Path.of(args[1]);
        Path tool = replaced(Path.of(args[0]));
        for (String name : List.of(args).subList(2, args.length)) {
            Files.writeString(tool.resolveSibling("lie"), lies().getOrDefault(name, ""));
            Path out = Files.createTempDirectory(folder, "lie").resolve("out.mkv");
            String told = "0\t";
            try {
                Clips.copy(folder.resolve("in.mkv"), out);
            } catch (UserError error) {
                told = error.code().value() + "\t" + error.getMessage();
            } catch (RuntimeException bug) {
                told = "1\t" + bug;
            }
            System.out.println(name + "\t" + count(out.resolveSibling(".")) + "\t" + told);
        }
    }

    /** Puts the script in FFmpeg's place; returns it. */
    private static Path replaced(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            Path tool = files.filter(file -> file.endsWith("ffmpeg") && Files.isRegularFile(file))
                    .findFirst()
                    .orElseThrow();
            Files.move(tool, tool.resolveSibling("ffmpeg.true"));
            Files.writeString(tool, SCRIPT);
            if (!tool.toFile().setExecutable(true)) {
                throw new IOException(tool + " cannot be made executable");
            }
            Files.writeString(tool.resolveSibling("lie"), "");
            return tool;
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
