package zvrd.weights;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/** Writes safetensors files; the same tensors and metadata give the same bytes. */
public final class SafetensorsWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    /**
     * Writes {@code tensors}, named in their map's order, to {@code path}. The file appears under its name, replacing
     * another of that name, only when it is complete. Values are streamed, never gathered.
     */
    public static void write(Path path, Map<String, String> metadata, LinkedHashMap<String, TensorData> tensors) {
        try {
            WholeFile.write(path, channel -> writeTo(channel, metadata, tensors));
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    path + ": cannot be written: " + e,
                    "Check that the folder exists, may be written and has space.",
                    e);
        }
    }

    private static void writeTo(
            FileChannel channel, Map<String, String> metadata, LinkedHashMap<String, TensorData> tensors)
            throws IOException {
        // Widest elements first, so that every tensor lies at a multiple of its element's size.
        List<Map.Entry<String, TensorData>> places = new ArrayList<>(tensors.entrySet());
        places.sort(Comparator.comparing(e -> -e.getValue().type().bytes()));
        var begins = new LinkedHashMap<String, Long>();
        long end = 0;
        for (var place : places) {
            begins.put(place.getKey(), end);
            end += place.getValue().info().bytes();
        }
        writeFully(channel, header(metadata, tensors, begins));
        for (var place : places) {
            writeFully(channel, place.getValue().bytes());
        }
    }

    private static ByteBuffer header(
            Map<String, String> metadata, LinkedHashMap<String, TensorData> tensors, Map<String, Long> begins) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart("__metadata__");
                metadata.forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            tensors.forEach((name, tensor) -> {
                long begin = begins.getOrDefault(name, 0L);
                json.writeObjectPropertyStart(name);
                json.writeStringProperty("dtype", tensor.type().name());
                json.writeName("shape");
                json.writeArray(tensor.shape(), 0, tensor.shape().length);
                json.writeName("data_offsets");
                json.writeArray(new long[] {begin, begin + tensor.info().bytes()}, 0, 2);
                json.writeEndObject();
            });
            json.writeEndObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (bytes.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(bytes);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
