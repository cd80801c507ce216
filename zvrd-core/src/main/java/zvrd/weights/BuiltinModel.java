package zvrd.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.Sha256;
import zvrd.UserError;

/** The prior that comes with the program: float16 safetensors whose metadata entry {@code config} has its options. */
public final class BuiltinModel {
    /** What the command line and messages call it. */
    public static final String NAME = "builtin";

    private static final String RESOURCE = "/zvrd/models/builtin.safetensors";

    private BuiltinModel() {}

    /** Opens the prior, held in memory until it is no longer used; a {@link UserError} where the build has none. */
    public static TensorFile open() {
        return open(RESOURCE);
    }

    /** The SHA-256 of the file it is. */
    static String sha256() {
        try (InputStream stream = stream(RESOURCE)) {
            var sha256 = new Sha256();
            try (OutputStream out = sha256.over(OutputStream.nullOutputStream())) {
                stream.transferTo(out);
            }
            return sha256.hex();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static TensorFile open(String resource) {
        try (InputStream stream = stream(resource)) {
            return SafetensorsFile.of(new BytesInMemory(Path.of(NAME), ByteBuffer.wrap(stream.readAllBytes())));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static InputStream stream(String resource) {
        InputStream stream = BuiltinModel.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new UserError(
                    ExitCode.MODEL,
                    NAME + ": this build was made without the prior " + resource,
                    "Name another one with --model, or build from a full checkout.");
        }
        return stream;
    }

    private static WeightFormatException unreadable(IOException e) {
        return new WeightFormatException(Path.of(NAME), "cannot be read: " + e.getMessage(), e);
    }
}
