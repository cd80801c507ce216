package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** A safetensors file: eight bytes of header length, a JSON header, then the values, of which each read maps its part. */
public final class SafetensorsFile implements TensorFile {
    /** Ten times the headers of real files, whose 1,000 tensors take about 100 kB; reading one allocates 37 times as much. */
    static final int MAX_HEADER = 1 << 20;

    private final ForeignBytes file;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(ForeignBytes file) {
        this.file = file;
        long size = file.size();
        if (size < Long.BYTES) {
            throw new WeightFormatException(file.path(), "has " + size + " bytes, too few for a safetensors file");
        }
        long headerSize = file.map(0, Long.BYTES).getLong();
        if (headerSize <= 0 || headerSize > Math.min(MAX_HEADER, size - Long.BYTES)) {
            throw new WeightFormatException(
                    file.path(),
                    "header length " + Long.toUnsignedString(headerSize) + " does not fit the file of " + size
                            + " bytes; is this a safetensors file?");
        }
        this.dataStart = Long.BYTES + headerSize;
        this.header = SafetensorsHeader.parse(file.path(), file.map(Long.BYTES, headerSize), size - dataStart);
    }

    /** Opens {@code path} and checks its header; a {@link WeightFormatException} says what is wrong with it. */
    public static SafetensorsFile open(Path path) {
        return of(MappedFile.open(path));
    }

    static SafetensorsFile of(ForeignBytes file) {
        try {
            return new SafetensorsFile(file);
        } catch (WeightFormatException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors().keySet());
    }

    @Override
    public TensorInfo info(String name) {
        return entry(name).info();
    }

    @Override
    public TensorData read(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        TensorInfo info = entry.info();
        return new TensorData(info.type(), info.shape(), file.map(dataStart + entry.begin(), info.bytes()));
    }

    @Override
    public void readInto(String name, ByteBuffer target) {
        SafetensorsHeader.Entry entry = entry(name);
        if (target.remaining() != entry.info().bytes()) {
            throw new IllegalArgumentException(
                    "tensor " + name + " is " + entry.info() + ", got room for " + target.remaining() + " bytes");
        }
        file.read(dataStart + entry.begin(), target);
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public void close() {
        file.close();
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new WeightFormatException(file.path(), "has no tensor " + quoted(name));
        }
        return entry;
    }
}
