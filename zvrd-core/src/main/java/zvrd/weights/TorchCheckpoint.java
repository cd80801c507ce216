package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import zvrd.weights.PickleValue.Storage;
import zvrd.weights.PickleValue.View;

/**
 * A checkpoint written by torch.save or torch.jit.save: a ZIP archive, or the stream of older versions. Its pickle is
 * read as data by a reader that knows tensors and containers alone; nothing in the file is ever executed.
 */
public final class TorchCheckpoint implements TensorFile {
    /** Names may share a storage, as tied weights do, and repeat its elements; a file must not grow without bound. */
    private static final long MOST_GROWTH = 8;

    private static final long ALWAYS_ALLOWED = 16 << 20; // bytes

    private final MappedFile file;
    private final TorchContainer container;
    private final Map<String, View> tensors;
    private final Map<String, String> metadata;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

    private TorchCheckpoint(MappedFile file) {
        this.file = file;
        this.container = isArchive(file) ? TorchArchive.open(file) : TorchStream.open(file);
        var names = new TorchNames(file.path(), container.object());
        this.tensors = names.tensors();
        this.metadata = names.metadata();
        tensors.forEach((name, view) -> {
            container.region(view.storage()); // refuses a storage that is not there in full
            infos.put(name, new TensorInfo(view.storage().type(), view.layout().sizes()));
        });
        requireBoundedGrowth();
    }

    private void requireBoundedGrowth() {
        long left = MOST_GROWTH * file.size() + ALWAYS_ALLOWED;
        for (TensorInfo info : infos.values()) {
            left -= info.bytes(); // no underflow: a tensor's bytes are a long of their own, and left was not negative
            if (left < 0) {
                throw new WeightFormatException(
                        file.path(),
                        "names more than " + MOST_GROWTH + " times the values it holds: " + infos.size()
                                + " tensors in " + file.size() + " bytes");
            }
        }
    }

    /** Opens {@code path} and reads all but the values; a {@link WeightFormatException} says what is wrong with it. */
    public static TorchCheckpoint open(Path path) {
        MappedFile file = MappedFile.open(path);
        try {
            return new TorchCheckpoint(file);
        } catch (WeightFormatException e) {
            file.close();
            throw e;
        }
    }

    /** Whether the file begins like a ZIP archive. */
    static boolean isArchive(MappedFile file) {
        return file.size() >= Short.BYTES && file.map(0, Short.BYTES).getShort() == 0x4b50; // "PK"
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(infos.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = infos.get(name);
        if (info == null) {
            throw new WeightFormatException(file.path(), "has no tensor " + quoted(name));
        }
        return info;
    }

    @Override
    public TensorData read(String name) {
        TensorInfo info = info(name);
        View view = view(name);
        long position = verified(view);
        ByteBuffer bytes;
        if (view.layout().isContiguous()) {
            bytes = file.map(position, info.bytes());
        } else {
            bytes = ByteBuffer.allocateDirect(Math.toIntExact(info.bytes()));
            gather(view, position, bytes);
            bytes.flip();
        }
        return new TensorData(info.type(), info.shape(), bytes);
    }

    @Override
    public void readInto(String name, ByteBuffer target) {
        TensorInfo info = info(name);
        if (target.remaining() != info.bytes()) {
            throw new IllegalArgumentException(
                    "tensor " + name + " is " + info + ", got room for " + target.remaining() + " bytes");
        }
        View view = view(name);
        long position = verified(view);
        if (view.layout().isContiguous()) {
            file.read(position, target);
        } else {
            gather(view, position, target);
        }
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    @Override
    public void close() {
        file.close();
    }

    private View view(String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    /** Where the view's first element lies, after its storage was checked. */
    private long verified(View view) {
        Storage storage = view.storage();
        TorchContainer.Region region = container.region(storage);
        region.verify().run();
        long skipped =
                view.layout().end() == 0 ? 0 : storage.begin() + view.layout().offset();
        return region.position() + skipped * storage.type().bytes();
    }

    private void gather(View view, long position, ByteBuffer target) {
        int width = view.storage().type().bytes();
        long elements = view.layout().end() - view.layout().offset();
        ByteBuffer storage = file.map(position, elements * width);
        view.layout().fromZero().gather(storage, width, target);
    }
}
