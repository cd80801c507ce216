package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The finished pictures, the source's other streams and its chapters on their way into one file. */
final class Joining {
    private final Path target;
    private final CopiedStreams copied;
    private final Path scratch;
    private final PartFile joined;

    /**
     * @param scratch a folder for what is needed on the way
     * @param joined where the file is made
     */
    Joining(Path target, CopiedStreams copied, Path scratch, PartFile joined) {
        this.target = target;
        this.copied = copied;
        this.scratch = scratch;
        this.joined = joined;
    }

    /**
     * Makes the file.
     *
     * @param pictures a file that holds the pictures alone
     * @param part which stretch of the source goes with them
     * @param chapters on the output's clock
     * @param container FFmpeg's arguments of it
     */
    void run(Path pictures, Excerpt part, Chapters chapters, List<String> container) throws IOException {
        PartFile table = PartFile.in(scratch, target, "chapters");
        List<PartFile> covers = new ArrayList<>();
        try {
            Chapters told = copied.muxer().equals("matroska") ? chapters : chapters.named();
            Files.writeString(table.path(), told.asMetadata());
            List<String> all = new ArrayList<>(List.of("-v", "error", "-nostdin"));
            if (!part.middle()) {
                all.add("-copyts");
            }
            all.addAll(SafeInput.input(pictures));
            all.addAll(List.of("-f", "ffmetadata", "-i", SafeInput.url(table.path())));
            if (!copied.isEmpty()) {
                all.addAll(part.input(copied.source().path()));
            }
            all.addAll(List.of("-map", "0:v:0"));
            all.addAll(copied.maps(2, 1));
            all.addAll(part.output());
            for (StreamInfo cover : copied.attachedCovers()) {
                covers.add(extracted(cover, covers.size()));
                all.addAll(attached(cover, covers, copied.attachments().size()));
            }
            all.addAll(List.of("-map_metadata", "0", "-map_chapters", "1"));
            all.addAll(container);
            all.add(SafeInput.url(joined.path()));
            FfmpegRun.run(all, target);
        } finally {
            covers.forEach(PartFile::discard);
            table.discard();
        }
    }

    private PartFile extracted(StreamInfo cover, int number) throws IOException {
        PartFile file = PartFile.in(scratch, target, "cover" + number);
        List<String> all = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        all.addAll(SafeInput.input(copied.source().path()));
        all.addAll(List.of("-map", "0:" + cover.index(), "-c", "copy", "-f", "image2", "-update", "1"));
        all.add(SafeInput.url(file.path()));
        FfmpegRun.run(all, target);
        return file;
    }

    /** FFmpeg's arguments for the last of {@code covers}, named as Matroska wants covers to be. */
    private static List<String> attached(StreamInfo cover, List<PartFile> covers, int before) {
        String ending = cover.codec().equals("mjpeg") ? "jpeg" : cover.codec();
        String number = covers.size() == 1 ? "" : "" + covers.size();
        String which = "-metadata:s:t:" + (before + covers.size() - 1);
        return List.of(
                "-attach",
                SafeInput.url(covers.get(covers.size() - 1).path()),
                which,
                "mimetype=image/" + ending,
                which,
                "filename=cover" + number + "." + (ending.equals("jpeg") ? "jpg" : ending));
    }
}
