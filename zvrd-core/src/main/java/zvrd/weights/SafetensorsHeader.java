package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The header of a safetensors file: where every tensor lies; together they cover the data without overlap or hole. */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /** torch itself stops at 64 dimensions. */
    private static final int MAX_RANK = 64;

    /** One tensor, whose bytes begin at {@code begin} behind the header. */
    record Entry(TensorInfo info, long begin) {}

    /** Parses {@code json}, whose tensors must fill {@code dataBytes} bytes exactly. */
    static SafetensorsHeader parse(Path path, ByteBuffer json, long dataBytes) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), decode(path, json))) {
            var header = new SafetensorsHeader(new LinkedHashMap<>(), new LinkedHashMap<>());
            new Reader(path, parser).readInto(header);
            header.checkCoverage(path, dataBytes);
            return header;
        } catch (JacksonException e) {
            throw new WeightFormatException(path, "header is not the JSON expected: " + e.getOriginalMessage(), e);
        }
    }

    private static String decode(Path path, ByteBuffer json) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(json).toString();
        } catch (CharacterCodingException e) {
            throw new WeightFormatException(path, "header is not UTF-8; is this a safetensors file?", e);
        }
    }

    private void checkCoverage(Path path, long dataBytes) {
        List<Map.Entry<String, Entry>> byPlace = new ArrayList<>(tensors.entrySet());
        byPlace.sort(Comparator.<Map.Entry<String, Entry>>comparingLong(
                        e -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().info().bytes()));
        long covered = 0;
        for (var tensor : byPlace) {
            long begin = tensor.getValue().begin();
            if (begin != covered) {
                throw new WeightFormatException(
                        path,
                        "tensor " + quoted(tensor.getKey()) + " begins at byte " + begin + " of the data, expected "
                                + covered + ": tensors overlap or leave a hole");
            }
            covered = Math.addExact(begin, tensor.getValue().info().bytes()); // begin + bytes = a stored long
        }
        if (covered != dataBytes) {
            throw new WeightFormatException(
                    path, "holds " + dataBytes + " bytes of data, its header describes " + covered);
        }
    }

    /** Walks the JSON token by token, so that what is nested or unexpected is refused before it is stored. */
    private record Reader(Path path, JsonParser parser) {
        void readInto(SafetensorsHeader header) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (name.equals("__metadata__")) {
                    readMetadata(header.metadata());
                } else {
                    header.tensors().put(name, readTensor(name));
                }
            }
            if (parser.nextToken() != null) {
                throw new WeightFormatException(path, "header goes on behind its closing brace");
            }
        }

        private void readMetadata(Map<String, String> metadata) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "__metadata__");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                expect(parser.nextToken(), JsonToken.VALUE_STRING, "__metadata__ " + quoted(key));
                metadata.put(key, parser.getString());
            }
        }

        private Entry readTensor(String name) {
            String what = "tensor " + quoted(name);
            @Nullable DType type = null;
            long @Nullable [] shape = null;
            long @Nullable [] offsets = null;
            expect(parser.nextToken(), JsonToken.START_OBJECT, what);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                switch (field) {
                    case "dtype" -> type = readType(what);
                    case "shape" -> shape = readNumbers(what + " shape");
                    case "data_offsets" -> offsets = readNumbers(what + " data_offsets");
                    default -> throw new WeightFormatException(path, what + " has an unknown field " + quoted(field));
                }
            }
            if (type == null || shape == null || offsets == null) {
                throw new WeightFormatException(path, what + " lacks dtype, shape or data_offsets");
            }
            return entry(what, type, shape, offsets);
        }

        private Entry entry(String what, DType type, long[] shape, long[] offsets) {
            if (offsets.length != 2 || offsets[0] > offsets[1]) {
                throw new WeightFormatException(path, what + " data_offsets are not a begin and a later end");
            }
            try {
                var info = new TensorInfo(type, shape);
                if (info.bytes() != offsets[1] - offsets[0]) {
                    throw new WeightFormatException(
                            path,
                            what + " is " + info + " of " + info.bytes() + " bytes, its data_offsets span "
                                    + (offsets[1] - offsets[0]));
                }
                return new Entry(info, offsets[0]);
            } catch (IllegalArgumentException e) {
                throw new WeightFormatException(path, what + ": " + e.getMessage(), e);
            }
        }

        private DType readType(String what) {
            expect(parser.nextToken(), JsonToken.VALUE_STRING, what + " dtype");
            String name = parser.getString();
            for (DType type : DType.values()) {
                if (type.name().equals(name)) {
                    return type;
                }
            }
            throw new WeightFormatException(path, what + " has the unsupported dtype " + quoted(name));
        }

        private long[] readNumbers(String what) {
            expect(parser.nextToken(), JsonToken.START_ARRAY, what);
            var numbers = new ArrayList<Long>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
                long number = parser.getLongValue();
                if (number < 0 || numbers.size() == MAX_RANK) {
                    throw new WeightFormatException(path, what + " has a negative number or more than " + MAX_RANK);
                }
                numbers.add(number);
            }
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }

        private void expect(@Nullable JsonToken found, JsonToken expected, String what) {
            if (found != expected) {
                throw new WeightFormatException(
                        path, what + ": expected " + expected + " in the header, found " + found);
            }
        }
    }
}
