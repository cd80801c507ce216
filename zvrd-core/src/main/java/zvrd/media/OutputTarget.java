package zvrd.media;

import java.io.IOException;
import java.util.List;

/** Where an encoder's output goes, how it is checked, and how it gets its final name. */
interface OutputTarget extends AutoCloseable {
    /** FFmpeg's arguments after the frames' input: filters, encoder, container and, last, the temporary name. */
    List<String> encoderArguments();

    /**
     * Completes, verifies and publishes what the encoder wrote.
     *
     * @param timeline when each frame is shown
     * @param first what the first frame looked like
     * @throws zvrd.UserError with exit code 6 if it is not what was sent
     */
    void publish(Timeline timeline, FirstLook first) throws IOException;

    /** Deletes what was not published. */
    @Override
    void close();
}
