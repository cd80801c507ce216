package zvrd.media;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Where an encoder's output goes, how it is checked, and how it gets its final name. */
interface OutputTarget extends AutoCloseable {
    /** FFmpeg's arguments after the frames' input: filters, encoder, container and, last, the temporary name. */
    List<String> encoderArguments();

    /** Bits a sample if every one of them is kept; empty where the output is lossy. */
    OptionalInt exactBits();

    /**
     * Completes, verifies and publishes what the encoder wrote.
     *
     * @param timeline when each frame is shown
     * @param frames what is remembered of each
     * @throws zvrd.UserError with exit code 6 if it is not what was sent
     */
    void publish(Timeline timeline, SentFrames frames) throws IOException;

    /** Deletes what was not published. */
    @Override
    void close();
}
