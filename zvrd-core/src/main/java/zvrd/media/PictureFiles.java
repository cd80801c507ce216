package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import zvrd.ExitCode;
import zvrd.UserError;

/** Numbered PNGs: a folder that appears at once, the files of a pattern, or one picture. */
final class PictureFiles implements OutputTarget {
    private static final Pattern NUMBER = Pattern.compile("%0?(\\d*)d");
    private static final Pattern OURS = Pattern.compile("\\d+\\.png");
    private static final String FOLDER_NAMES = "%06d.png";

    private enum Kind {
        FOLDER,
        PATTERN,
        ONE
    }

    private final Path target;
    private final Kind kind;
    private final VideoInfo source;
    private final int width;
    private final int height;
    private final WriteOptions options;
    private final PartFile work;

    private PictureFiles(
            Path target, Kind kind, VideoInfo source, int width, int height, WriteOptions options, Path scratch) {
        this.target = target;
        this.kind = kind;
        this.source = source;
        this.width = width;
        this.height = height;
        this.options = options;
        this.work = PartFile.in(scratch, target, "part");
    }

    static PictureFiles of(Path target, VideoInfo source, int width, int height, WriteOptions options, Path scratch) {
        String named = options.codec();
        if (named != null && Codec.named(named) != Codec.PNG) {
            throw new UserError(
                    ExitCode.USAGE,
                    target + ": pictures are written as PNG, --codec asks for " + named,
                    "leave --codec away, or write to a name ending in .mkv or .mp4");
        }
        Codec.PNG.requireQuality(options.quality());
        String ending = ImageSequence.extension(target);
        boolean folder = Files.isDirectory(target) || ending.isEmpty() && !ImageSequence.isPattern(target);
        if (!folder && !ending.equals("png")) {
            throw new UserError(
                    ExitCode.USAGE,
                    target + ": expected .mkv, .mp4, .m4v, .mov, .webm, .png or a folder, found ." + ending,
                    "choose a name with one of these endings");
        }
        Kind kind = folder ? Kind.FOLDER : ImageSequence.isPattern(target) ? Kind.PATTERN : Kind.ONE;
        requireAbsent(target, kind, options.overwrite());
        if (kind == Kind.ONE) {
            requireOne(target, source.expectedFrames().orElse(1));
        }
        return new PictureFiles(target, kind, source, width, height, options, scratch);
    }

    private static void requireAbsent(Path target, Kind kind, boolean overwrite) {
        switch (kind) {
            case ONE -> PartFile.requireWritable(target, overwrite);
            case FOLDER -> requireReplaceable(target, overwrite);
            case PATTERN -> {
                List<Path> there = ImageSequence.matching(target);
                PartFile.requireWritable(there.isEmpty() ? name(target, 1) : there.get(0), overwrite);
            }
        }
    }

    /** A folder is replaced as a whole, so it must hold nothing but pictures such as we write. */
    private static void requireReplaceable(Path target, boolean overwrite) {
        if (!Files.exists(target)) {
            PartFile.requireWritable(target, overwrite);
            return;
        }
        List<Path> entries = entries(target);
        boolean onlyOurs = entries.stream()
                .allMatch(p -> OURS.matcher(String.valueOf(p.getFileName())).matches());
        if (!entries.isEmpty() && !(overwrite && onlyOurs)) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": this folder is not empty"
                            + (onlyOurs ? "" : " and holds other files than numbered PNGs"),
                    "choose another folder" + (onlyOurs ? ", or overwrite it with -y" : ""));
        }
    }

    private static void requireOne(Path target, long frames) {
        if (frames > 1) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": one picture expected, the clip has " + frames + " frames",
                    "write to a folder, or to a pattern such as frames/%04d.png");
        }
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT, folder + ": cannot be read (" + cause.getMessage() + ")", "check its permissions");
        }
    }

    private static Path name(Path pattern, int number) {
        Matcher matcher = NUMBER.matcher(String.valueOf(pattern.getFileName()));
        if (!matcher.find()) {
            throw new IllegalArgumentException(pattern + " has no number to fill in");
        }
        int width = ImageSequence.width(pattern, matcher.group(1));
        String digits = width == 0 ? "" + number : String.format(Locale.ROOT, "%0" + width + "d", number);
        return pattern.resolveSibling(matcher.replaceFirst(digits));
    }

    @Override
    public List<String> encoderArguments() {
        try {
            Files.createDirectories(work.path());
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": cannot be created (" + cause.getMessage() + ")",
                    "check its folder",
                    cause);
        }
        int depth = options.bitDepth().orElse(source.bitDepth());
        String pixels = Codec.PNG.pixelFormat(depth);
        List<String> all = new ArrayList<>(List.of("-map", "0:v:0", "-map_metadata", "-1"));
        all.addAll(List.of("-vf", RgbEncoding.filters(source, Codec.PNG, pixels, width, height)));
        all.addAll(List.of("-fps_mode", "passthrough"));
        all.addAll(Codec.PNG.arguments(options.quality()));
        all.addAll(List.of("-fflags", "+bitexact", "-flags:v", "+bitexact"));
        String folder = work.path().toString().replace("%", "%%");
        all.addAll(List.of("-f", "image2", "-start_number", "1", "file:" + folder + "/" + FOLDER_NAMES));
        return all;
    }

    @Override
    public OptionalInt exactBits() {
        return Codec.PNG.exactBits(options.bitDepth().orElse(source.bitDepth()));
    }

    @Override
    public void publish(Timeline timeline, SentFrames frames) throws IOException {
        List<Path> pictures = entries(work.path());
        if (pictures.size() != timeline.count()) {
            throw FinishedFile.unverified(
                    target, timeline.count() + " pictures expected, " + pictures.size() + " were written");
        }
        if (kind == Kind.ONE) {
            requireOne(target, pictures.size());
        }
        new FinishedFile(work.path(), target).requireFrames(width, height, frames, timeline);
        if (kind != Kind.ONE) {
            requireAbsent(target, kind, options.overwrite()); // others may have come meanwhile
        }
        switch (kind) {
            case FOLDER -> replaceFolder();
            case PATTERN -> replacePattern(pictures);
            case ONE -> PartFile.publish(pictures.get(0), target, options.overwrite());
        }
    }

    private void replaceFolder() throws IOException {
        List<Path> old = Files.exists(target) ? List.of(target.toAbsolutePath()) : List.of();
        Placement.place(Map.of(work.path(), target.toAbsolutePath()), old, target);
    }

    /** Older frames go even where none of ours takes their name, or those of a longer clip would follow ours. */
    private void replacePattern(List<Path> pictures) throws IOException {
        Map<Path, Path> names = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            names.put(pictures.get(i), name(target.toAbsolutePath(), i + 1));
        }
        Set<Path> old = new LinkedHashSet<>(ImageSequence.matching(target.toAbsolutePath()));
        names.values().stream().filter(Files::exists).forEach(old::add);
        Placement.place(names, old, target);
    }

    @Override
    public void close() {
        work.discard();
    }
}
