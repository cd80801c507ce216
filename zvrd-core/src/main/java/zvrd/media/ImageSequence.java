package zvrd.media;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * Pictures that make a clip, in the order of the numbers in their names.
 *
 * @param source what the user named: a folder, a pattern such as {@code frames/%04d.png}, or one picture
 * @param files the pictures
 */
record ImageSequence(Path source, List<Path> files) {
    private static final Set<String> EXTENSIONS = Set.of(
            "png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp", "ppm", "pgm", "tga", "exr", "dpx", "jp2", "avif");
    private static final Pattern NUMBER = Pattern.compile("%(0?)(\\d*)d");
    private static final Pattern PIECES = Pattern.compile("\\d+|\\D+");

    /** The pictures {@code source} stands for; null if it is no folder, pattern or picture. */
    static @Nullable ImageSequence find(Path source) {
        if (Files.isDirectory(source)) {
            List<Path> pictures =
                    list(source).stream().filter(ImageSequence::isPicture).toList();
            requireSome(source, pictures, "no pictures in this folder");
            return new ImageSequence(source, sameKind(source, pictures));
        }
        if (Files.isRegularFile(source)) {
            return isPicture(source) ? new ImageSequence(source, List.of(source)) : null;
        }
        if (!isPattern(source)) {
            return null;
        }
        List<Path> pictures = matching(source);
        requireSome(source, pictures, "no file matches this pattern");
        return new ImageSequence(source, pictures);
    }

    /** The first two neighbours whose last numbers are further apart than others' are, in words; null where there are none. */
    @Nullable
    String gap() {
        List<BigInteger> numbers = files.stream()
                .map(ImageSequence::number)
                .filter(Objects::nonNull)
                .toList();
        if (numbers.size() < files.size()) {
            return null;
        }
        List<BigInteger> steps = IntStream.range(1, numbers.size())
                .mapToObj(i -> numbers.get(i).subtract(numbers.get(i - 1)))
                .toList();
        BigInteger least = steps.stream().min(Comparator.naturalOrder()).orElse(BigInteger.ONE);
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).compareTo(least) > 0)
                .mapToObj(i -> "after " + files.get(i).getFileName() + " comes "
                        + files.get(i + 1).getFileName())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable BigInteger number(Path file) {
        List<String> numbers =
                pieces(file).stream().filter(ImageSequence::isNumber).toList();
        return numbers.isEmpty() ? null : new BigInteger(numbers.get(numbers.size() - 1));
    }

    /** The pictures that {@code options} choose, counting 25 a second. */
    ImageSequence part(ReadOptions options) {
        int count = files.size();
        int first = (int) Math.min(Math.round(options.start() * VideoInfo.PICTURE_RATE.toDouble()), count);
        int last = first + (int) Math.min(options.maxFrames(), count - first);
        return new ImageSequence(source, files.subList(first, last));
    }

    /** Names the first picture whose size is not the clip's, if FFmpeg met one. */
    void requireOneSize(VideoInfo info, List<String> complaints) {
        if (!ImageList.sizeChanged(complaints)) {
            return;
        }
        for (Path file : files) {
            VideoInfo picture = VideoProbe.probe(file, new ImageSequence(file, List.of(file)));
            if (picture.width() != info.width() || picture.height() != info.height()) {
                throw new UserError(
                        ExitCode.INPUT,
                        file + ": " + info.width() + "x" + info.height() + " expected as in "
                                + files.get(0).getFileName() + ", found " + picture.width() + "x" + picture.height(),
                        "bring the pictures to one size, or name those of one size by a pattern");
            }
        }
    }

    /** Whether {@code path}'s name holds a number to be filled in, as {@code %04d} does. */
    static boolean isPattern(Path path) {
        return NUMBER.matcher(String.valueOf(path.getFileName())).find();
    }

    /** Whether the name is that of a picture, whatever the file holds. */
    static boolean isPicture(Path path) {
        return EXTENSIONS.contains(extension(path));
    }

    /** The name's ending in lower case, without its dot; empty if it has none. */
    static String extension(Path path) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The files whose names are {@code source}'s with a number filled in; none if it holds no number. */
    static List<Path> matching(Path source) {
        Matcher number = NUMBER.matcher(String.valueOf(source.getFileName()));
        if (!number.find()) {
            return List.of();
        }
        Path folder = source.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        String name = String.valueOf(source.getFileName());
        int width = width(source, number.group(2));
        String digits = width == 0 ? "\\d+" : number.group(1).isEmpty() ? " *\\d+" : "\\d{" + width + ",}";
        Pattern wanted = Pattern.compile(Pattern.quote(name.substring(0, number.start()))
                + digits
                + Pattern.quote(name.substring(number.end())));
        return list(folder).stream()
                .filter(p -> wanted.matcher(String.valueOf(p.getFileName())).matches())
                .toList();
    }

    /**
     * How many digits the number in {@code pattern} fills at least, of which its name says {@code width}: 0 if nothing.
     *
     * @throws UserError with exit code 2 if no file could be named so
     */
    static int width(Path pattern, String width) {
        String digits = width.replaceFirst("^0+", "");
        if (digits.length() > 2) {
            throw new UserError(
                    ExitCode.USAGE,
                    pattern + ": a number of at most 99 digits expected, found %" + width + "d",
                    "choose a pattern such as frames/%04d.png");
        }
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** The files in {@code folder} in the order of their numbers, hidden ones left out. */
    static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(p -> !String.valueOf(p.getFileName()).startsWith("."))
                    .sorted(byNumber())
                    .toList();
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.INPUT,
                    folder + ": this folder cannot be read (" + cause.getMessage() + ")",
                    "check its permissions",
                    cause);
        }
    }

    /** frame2 before frame10: runs of digits compare as numbers. */
    private static Comparator<Path> byNumber() {
        return (a, b) -> {
            List<String> left = pieces(a);
            List<String> right = pieces(b);
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                int order = compare(left.get(i), right.get(i));
                if (order != 0) {
                    return order;
                }
            }
            int order = Integer.compare(left.size(), right.size());
            return order != 0 ? order : a.compareTo(b);
        };
    }

    private static List<String> pieces(Path path) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = PIECES.matcher(String.valueOf(path.getFileName()));
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
        return pieces;
    }

    private static int compare(String left, String right) {
        if (isNumber(left) && isNumber(right)) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return left.compareTo(right);
    }

    private static boolean isNumber(String piece) { // other scripts' digits are letters here, as they are to PIECES
        return piece.charAt(0) >= '0' && piece.charAt(0) <= '9';
    }

    private static void requireSome(Path source, List<Path> pictures, String complaint) {
        if (pictures.isEmpty()) {
            throw new UserError(
                    ExitCode.INPUT,
                    source + ": " + complaint,
                    "name a folder with numbered pictures (" + String.join(", ", new TreeSet<>(EXTENSIONS)) + ")");
        }
    }

    private static List<Path> sameKind(Path folder, List<Path> pictures) {
        Set<String> kinds =
                pictures.stream().map(ImageSequence::extension).collect(Collectors.toCollection(TreeSet::new));
        if (kinds.size() > 1) {
            throw new UserError(
                    ExitCode.INPUT,
                    folder + ": pictures of one kind expected, found " + String.join(" and ", kinds),
                    "name one kind by a pattern, such as "
                            + folder.resolve("%04d." + kinds.iterator().next()));
        }
        return pictures;
    }
}
