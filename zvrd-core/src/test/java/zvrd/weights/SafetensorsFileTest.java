package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.ExitCode;
import zvrd.UserError;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWrittenInEveryType() {
        var tensors = tensorsOfEveryType();
        Path file = folder.resolve("all.safetensors");
        SafetensorsWriter.write(file, Map.of("config", "{\"a\": \"ü\"}"), tensors);
        try (TensorFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
            assertThat(read.metadata()).containsExactly(Map.entry("config", "{\"a\": \"ü\"}"));
            tensors.forEach((name, written) -> {
                assertThat(read.info(name)).isEqualTo(written.info());
                assertThat(read.read(name).bytes()).as(name).isEqualTo(written.bytes());
            });
        }
    }

    @Test
    void writesTheSameBytesTwice() throws IOException {
        SafetensorsWriter.write(folder.resolve("a"), Map.of("k", "v"), tensorsOfEveryType());
        SafetensorsWriter.write(folder.resolve("b"), Map.of("k", "v"), tensorsOfEveryType());
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void leavesNothingBehindWhenWritingFails() throws IOException {
        Path taken = folder.resolve("taken/by");
        Files.createDirectories(taken.resolve("folders"));
        assertThatThrownBy(() -> SafetensorsWriter.write(taken, Map.of(), tensorsOfEveryType()))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT));
        try (Stream<Path> left = Files.list(folder.resolve("taken"))) {
            assertThat(left).containsExactly(taken);
        }
    }

    @Test
    void valuesStayReadableAfterTheFileIsClosed() {
        Path file = folder.resolve("x");
        SafetensorsWriter.write(file, Map.of(), tensorsOfEveryType());
        TensorData data;
        try (TensorFile read = SafetensorsFile.open(file)) {
            data = read.read("F32");
        }
        assertThat(tensorsOfEveryType())
                .hasEntrySatisfying("F32", written -> assertThat(data.bytes()).isEqualTo(written.bytes()));
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("no.safetensors")))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("no.safetensors: there is no such file");
    }

    @Test
    void aHeaderOfTheGreatestLengthIsReadInBoundedMemory() throws IOException {
        var text = new StringBuilder("{");
        for (int i = 0; text.length() < SafetensorsFile.MAX_HEADER - 100; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("\"" + i + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        text.append("}").append(" ".repeat(SafetensorsFile.MAX_HEADER - text.length()));
        Path file = Files.write(folder.resolve("full"), withLength(text.toString()));
        var threads = (com.sun.management.ThreadMXBean) Objects.requireNonNull(ManagementFactory.getThreadMXBean());
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (TensorFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).hasSizeGreaterThan(15_000);
        }
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(64L << 20); // what is promised

        Path longer = Files.write(folder.resolve("longer"), withLength(text + " "));
        assertThatThrownBy(() -> SafetensorsFile.open(longer)).hasMessageContaining("header length");
    }

    @Test
    void saysWhatIsWrongWithAHeader() throws IOException {
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "data_offsets span 8");
        refused("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[3],\"data_offsets\":[0,3]}}", 3, "dtype \"F8_E4M3\"");
        refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[1,4]}}", 4, "overlap or leave a hole");
        refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}} {}", 3, "behind its closing brace");
        refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,3]}}", 3, "63 bits");
    }

    private void refused(String header, int dataBytes, String message) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        Path file = Files.write(folder.resolve("bad.safetensors"), bytes.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("bad.safetensors")
                .hasMessageContaining(message);
    }

    private static byte[] withLength(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static LinkedHashMap<String, TensorData> tensorsOfEveryType() {
        var random = new Random(1);
        var tensors = new LinkedHashMap<String, TensorData>();
        for (DType type : DType.values()) {
            byte[] bytes = new byte[15 * type.bytes()];
            random.nextBytes(bytes);
            tensors.put(type.name(), new TensorData(type, new long[] {3, 5}, ByteBuffer.wrap(bytes)));
        }
        tensors.put("scalar", new TensorData(DType.F32, new long[0], ByteBuffer.allocate(4)));
        tensors.put("empty", new TensorData(DType.F64, new long[] {0, 7}, ByteBuffer.allocate(0)));
        return tensors;
    }
}
