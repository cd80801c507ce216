package zvrd.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import zvrd.ExitCode;
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

    static TensorFile open(String resource) {
        try (InputStream stream = BuiltinModel.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new UserError(
                        ExitCode.MODEL,
                        NAME + ": this build was made without the prior " + resource,
                        "Name another one with --model, or build from a full checkout.");
            }
            return SafetensorsFile.of(new BytesInMemory(Path.of(NAME), ByteBuffer.wrap(stream.readAllBytes())));
        } catch (IOException e) {
            throw new WeightFormatException(Path.of(NAME), "cannot be read: " + e.getMessage(), e);
        }
    }
}
