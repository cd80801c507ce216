package zvrd.media;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import zvrd.ExitCode;
import zvrd.UserError;

/** What a clip is: the container's own words, and the first decoded frame where the two may differ. */
final class VideoProbe {
    private static final Rational SQUARE = new Rational(1, 1);

    private VideoProbe() {}

    /** Describes the clip at {@code source}; {@code images} are its pictures if it is made of such. */
    static VideoInfo probe(Path source, @Nullable ImageSequence images) {
        if (images == null && !Files.isRegularFile(source)) {
            throw new UserError(
                    ExitCode.INPUT,
                    source + (Files.exists(source) ? ": a file expected, found a device or a pipe" : ": no such file"),
                    "check the name; a folder of pictures or a pattern such as frames/%04d.png will do as well");
        }
        Path file = images == null ? source : images.files().get(0);
        JsonNode answer = Ffprobe.look(file, List.of("-show_streams", "-show_format"), file.toString());
        JsonNode video = pictureStream(answer.path("streams"), file);
        JsonNode frame = firstFrame(file, video.path("index").asInt());
        VideoInfo info = describe(source, answer, video, frame);
        return images == null ? info : asImages(info, images);
    }

    private static JsonNode pictureStream(JsonNode streams, Path file) {
        for (JsonNode stream : streams) {
            if (stream.path("codec_type").asString("").equals("video") && !isCover(stream)) {
                return stream;
            }
        }
        throw new UserError(
                ExitCode.INPUT,
                file + ": a video expected, found " + (streams.isEmpty() ? "no stream" : "no video stream"),
                "name a file that holds moving pictures");
    }

    static boolean isCover(JsonNode stream) {
        return stream.path("disposition").path("attached_pic").asInt(0) == 1;
    }

    private static JsonNode firstFrame(Path file, int stream) {
        JsonNode answer = Ffprobe.look(
                file,
                List.of("-select_streams", "" + stream, "-show_frames", "-read_intervals", "%+#8"),
                file.toString());
        return answer.path("frames").path(0);
    }

    private static VideoInfo describe(Path source, JsonNode answer, JsonNode video, JsonNode frame) {
        int width = either(frame, video, "width").asInt(0);
        int height = either(frame, video, "height").asInt(0);
        String pixels = either(frame, video, "pix_fmt").asString("");
        if (width <= 0 || height <= 0 || pixels.isEmpty()) {
            throw new UserError(
                    ExitCode.INPUT,
                    source + ": has a video stream (" + video.path("codec_name").asString("unknown codec")
                            + ") but no frame of it could be decoded",
                    "check the file with a player, or convert it; pictures of more than " + SafeInput.MOST_PIXELS
                            + " pixels are not read");
        }
        SafeInput.requireSize(source, width, height);
        boolean turned = turned(frame, video);
        Rational aspect =
                Rational.parse(either(frame, video, "sample_aspect_ratio").asString(""), SQUARE);
        return new VideoInfo(
                source,
                answer.path("format").path("format_name").asString("unknown"),
                video.path("codec_name").asString("unknown"),
                pixels,
                turned ? height : width,
                turned ? width : height,
                frameRate(video),
                Rational.parse(video.path("time_base").asString(""), VideoInfo.PICTURE_RATE.inverse()),
                answer.path("format").path("start_time").asDouble(0),
                frames(video),
                duration(video, answer.path("format")),
                PixelFormat.of(pixels, source.toString()).bitDepth(),
                colour(frame, video),
                turned ? aspect.inverse() : aspect,
                video.path("index").asInt(),
                streams(answer.path("streams")),
                ReadOptions.ALL);
    }

    private static JsonNode either(JsonNode frame, JsonNode stream, String name) {
        JsonNode value = frame.path(name);
        return value.isMissingNode() || value.asString("").equals("unknown") ? stream.path(name) : value;
    }

    /** Whether the display matrix turns the picture by a quarter; FFmpeg turns the frames before we see them. */
    private static boolean turned(JsonNode frame, JsonNode stream) {
        for (JsonNode holder : List.of(frame, stream)) {
            for (JsonNode data : holder.path("side_data_list")) {
                if (data.has("rotation")) {
                    return Math.abs(data.path("rotation").asInt()) % 180 == 90;
                }
            }
        }
        return false;
    }

    private static Rational frameRate(JsonNode video) {
        Rational guess = Rational.parse(video.path("r_frame_rate").asString(""), VideoInfo.PICTURE_RATE);
        return Rational.parse(video.path("avg_frame_rate").asString(""), guess);
    }

    private static OptionalLong frames(JsonNode video) {
        long count = video.path("nb_frames").asLong(0);
        return count > 0 ? OptionalLong.of(count) : OptionalLong.empty();
    }

    private static OptionalDouble duration(JsonNode video, JsonNode format) {
        for (JsonNode holder : List.of(video, format)) {
            double seconds = holder.path("duration").asDouble(0);
            if (seconds > 0) {
                return OptionalDouble.of(seconds);
            }
        }
        return OptionalDouble.empty();
    }

    private static ColourTags colour(JsonNode frame, JsonNode video) {
        return new ColourTags(
                either(frame, video, "color_primaries").asString("unknown"),
                either(frame, video, "color_transfer").asString("unknown"),
                either(frame, video, "color_space").asString("unknown"),
                either(frame, video, "color_range").asString("unknown"));
    }

    private static List<StreamInfo> streams(JsonNode all) {
        List<StreamInfo> streams = new ArrayList<>();
        for (JsonNode stream : all) {
            streams.add(new StreamInfo(
                    stream.path("index").asInt(),
                    stream.path("codec_type").asString("data"),
                    stream.path("codec_name").asString("unknown"),
                    stream.path("tags").path("language").asString(""),
                    stream.path("tags").path("title").asString(""),
                    isCover(stream)));
        }
        return streams;
    }

    private static VideoInfo asImages(VideoInfo first, ImageSequence images) {
        int count = images.files().size();
        return new VideoInfo(
                first.path(),
                "images",
                first.codec(),
                first.pixelFormat(),
                first.width(),
                first.height(),
                VideoInfo.PICTURE_RATE,
                VideoInfo.PICTURE_RATE.inverse(),
                0,
                OptionalLong.of(count),
                OptionalDouble.of(count / VideoInfo.PICTURE_RATE.toDouble()),
                first.bitDepth(),
                first.colour(),
                first.sampleAspect(),
                first.videoStream(),
                first.streams(),
                first.part());
    }
}
