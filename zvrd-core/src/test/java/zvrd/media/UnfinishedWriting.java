package zvrd.media;

import java.nio.file.Path;

/** A program that never finishes what it writes; the tests end it from outside. */
final class UnfinishedWriting {
    private UnfinishedWriting() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        VideoInfo info = VideoInfo.drawn(64, 48, 8);
        try (FrameWriter video = FrameWriter.create(folder.resolve("a.mkv"), info, 64, 48, WriteOptions.DEFAULT);
                FrameWriter pictures = FrameWriter.create(folder.resolve("b"), info, 64, 48, WriteOptions.DEFAULT)) {
            for (int i = 0; i < 200; i++) {
                Frame frame = Clips.noise(i, i, info.timeBase(), 64, 48, 8, i);
                video.write(frame);
                pictures.write(frame);
            }
            System.out.println("writing");
            Thread.sleep(60_000);
        }
    }
}
