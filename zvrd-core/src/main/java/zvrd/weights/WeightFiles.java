package zvrd.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Opens weight files by what they begin with, not by their name. */
public final class WeightFiles {
    private static final int PICKLE_PROTOCOL = 0x80;
    private static final Set<String> TORCH_ENDINGS = Set.of("pt", "pth", "ckpt", "bin");

    private WeightFiles() {}

    /** Opens a safetensors file or a torch checkpoint; a {@link WeightFormatException} says why it is neither. */
    public static TensorFile open(Path path) {
        return isTorch(path) ? TorchCheckpoint.open(path) : SafetensorsFile.open(path);
    }

    private static boolean isTorch(Path path) {
        try (MappedFile file = MappedFile.open(path)) {
            if (TorchCheckpoint.isArchive(file)) {
                return true;
            }
            ByteBuffer start = file.map(0, Math.min(file.size(), Long.BYTES + 1));
            if (start.limit() > Long.BYTES && start.get(Long.BYTES) == '{') {
                return false; // a safetensors header, whatever its length's lowest byte is
            }
            boolean pickle = start.hasRemaining() && Byte.toUnsignedInt(start.get(0)) == PICKLE_PROTOCOL;
            return pickle || TORCH_ENDINGS.contains(ending(path));
        }
    }

    private static String ending(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
