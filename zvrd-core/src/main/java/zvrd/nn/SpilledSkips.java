package zvrd.nn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Encoder outputs in a file of their own, byte for byte as they were in memory; the file goes when the store is closed, or
 * with the process. It is written past the Java heap and not mapped, so it counts as nobody's memory. Only for tensors of
 * the processor: it writes from their very addresses.
 */
public final class SpilledSkips implements SkipStore, AutoCloseable {
    private static final int CHUNK = 1 << 28;

    private final Path file;
    private final FileChannel channel;
    private final Map<Long, Deque<Long>> free = new HashMap<>(); // places by their length
    private long end;

    private SpilledSkips(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** A store in a new file in {@code folder}. @throws UserError exit 5 where none can be made there */
    public static SpilledSkips in(Path folder) {
        try {
            Path file = Files.createTempFile(folder, ".zvrd-", ".skips");
            return new SpilledSkips(file, channel(file));
        } catch (IOException e) {
            throw refusal(folder, e);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public Skip keep(Tensor map) {
        if (map.is_cuda()) {
            throw new IllegalArgumentException("skips of a card cannot be spilled");
        }
        try (map;
                var scope = new TensorScope()) {
            Tensor dense = map.is_non_overlapping_and_dense() ? map : map.contiguous();
            var spilled = new Spilled(
                    place(dense.nbytes()), dense.nbytes(), Tensors.shape(dense), strides(dense), dense.scalar_type());
            move(dense, spilled.place, channel::write);
            return spilled;
        }
    }

    private static long[] strides(Tensor tensor) {
        long[] strides = new long[(int) tensor.dim()];
        for (int d = 0; d < strides.length; d++) {
            strides[d] = tensor.stride(d);
        }
        return strides;
    }

    /** Bytes the file has come to, for tests and measurements. */
    synchronized long size() {
        return end;
    }

    private synchronized long place(long length) {
        Deque<Long> places = free.get(length);
        if (places != null && !places.isEmpty()) {
            return places.pop();
        }
        long place = end;
        end += length;
        return place;
    }

    private synchronized void give(long place, long length) {
        free.computeIfAbsent(length, any -> new ArrayDeque<>()).push(place);
    }

    @FunctionalInterface
    private interface Transfer {
        int move(ByteBuffer bytes, long position) throws IOException;
    }

    /** All bytes of {@code tensor} to or from {@code place}. */
    private void move(Tensor tensor, long place, Transfer transfer) {
        long length = tensor.nbytes();
        try {
            for (long done = 0; done < length; ) {
                long chunk = Math.min(CHUNK, length - done);
                ByteBuffer bytes = new BytePointer(tensor.data_ptr())
                        .position(done)
                        .limit(done + chunk)
                        .asByteBuffer();
                while (bytes.hasRemaining()) {
                    int moved = transfer.move(bytes, place + done + chunk - bytes.remaining());
                    if (moved < 0) {
                        throw new IOException("the file ends early");
                    }
                }
                done += chunk;
            }
        } catch (ClosedChannelException e) { // an interrupt closes it under whoever reads or writes
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    private static UserError refusal(Path where, IOException cause) {
        return new UserError(
                ExitCode.RESOURCES,
                where + " expects room for what does not fit into --max-memory, got " + cause.getMessage(),
                "make room there, or give more memory, a smaller --window or a smaller --tile",
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file); // where the system cannot delete what is open
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    private final class Spilled implements Skip {
        private final long place;
        private final long length;
        private final long[] shape;
        private final long[] strides;
        private final ScalarType type;
        private boolean closed;

        Spilled(long place, long length, long[] shape, long[] strides, ScalarType type) {
            this.place = place;
            this.length = length;
            this.shape = shape;
            this.strides = strides;
            this.type = type;
        }

        @Override
        public Tensor read(Function<Tensor, Tensor> body) {
            return TensorScope.compute(() -> {
                Tensor map = torch.empty_strided(shape, strides, new TensorOptions(type));
                move(map, place, channel::read);
                return body.apply(map);
            });
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                give(place, length);
            }
        }
    }
}
