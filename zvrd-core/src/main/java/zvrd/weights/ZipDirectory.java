package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The table of contents of a ZIP archive with or without ZIP64, whose entries are used where they lie: uncompressed. */
final class ZipDirectory {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int END_64_BYTES = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final int STORED = 0;
    private static final int ENCRYPTED = 1;
    private static final long IN_ZIP64 = 0xffffffffL;
    /** Room for some 100,000 entries; a checkpoint has one for each tensor. */
    private static final int MAX_DIRECTORY = 8 << 20;

    private final MappedFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** One entry as the directory describes it. */
    private record Entry(int flags, int method, long crc32, long compressed, long bytes, long localHeader) {}

    /** Where the bytes of an entry lie, and their CRC-32. */
    record Stored(long position, long bytes, long crc32) {}

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    /** The directory of {@code file}; a {@link WeightFormatException} where it is no whole archive. */
    static ZipDirectory read(MappedFile file) {
        var directory = new ZipDirectory(file);
        directory.readCentralDirectory(directory.findEnd());
        directory.entries.forEach(directory::locate); // also of entries that nobody will ask for
        return directory;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** Where the uncompressed bytes of the entry {@code name} lie, inside the file. */
    Stored stored(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw refuse("has no entry " + quoted(name));
        }
        if (entry.method() != STORED || (entry.flags() & ENCRYPTED) != 0 || entry.compressed() != entry.bytes()) {
            throw refuse("entry " + quoted(name) + " is compressed or encrypted, which torch.save never does");
        }
        return new Stored(locate(name, entry), entry.bytes(), entry.crc32());
    }

    /** Position of the first byte of {@code entry}, whose local header must agree with the directory. */
    private long locate(String name, Entry entry) {
        if (!file.contains(entry.localHeader(), LOCAL_BYTES)) {
            throw refuse("entry " + quoted(name) + " begins behind the end of the file");
        }
        ByteBuffer local = read(entry.localHeader(), LOCAL_BYTES);
        int nameBytes = unsigned2(local, 26);
        long position = entry.localHeader() + LOCAL_BYTES + nameBytes + unsigned2(local, 28);
        if (local.getInt(0) != LOCAL_HEADER || !file.contains(position, entry.compressed())) {
            throw refuse("entry " + quoted(name) + " of " + entry.compressed()
                    + " bytes does not lie where the archive says");
        }
        String localName = text(read(entry.localHeader() + LOCAL_BYTES, nameBytes), 0, nameBytes);
        if (!localName.equals(name)) {
            throw refuse("entry " + quoted(name) + " is called " + quoted(localName) + " where it lies");
        }
        return position;
    }

    private ByteBuffer read(long position, int bytes) {
        ByteBuffer part = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, part);
        return part.flip();
    }

    private record End(long entries, long bytes, long position) {}

    private End findEnd() {
        long tailBytes = Math.min(file.size(), END_BYTES + MAX_COMMENT);
        long tailStart = file.size() - tailBytes;
        ByteBuffer tail = file.map(tailStart, tailBytes);
        for (int i = (int) tailBytes - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END && i + END_BYTES + unsigned2(tail, i + 20) == tailBytes) {
                var end = new End(unsigned2(tail, i + 10), unsigned4(tail, i + 12), unsigned4(tail, i + 16));
                long locator = tailStart + i - LOCATOR_BYTES;
                return locator >= 0 && file.map(locator, LOCATOR_BYTES).getInt(0) == END_64_LOCATOR
                        ? findEnd64(file.map(locator, LOCATOR_BYTES).getLong(8))
                        : end;
            }
        }
        throw refuse("ends without the archive's table of contents; was it downloaded completely?");
    }

    private End findEnd64(long position) {
        if (!file.contains(position, END_64_BYTES)) {
            throw refuse("has its table of contents outside the file");
        }
        ByteBuffer end = file.map(position, END_64_BYTES);
        if (end.getInt(0) != END_64) {
            throw refuse("has no table of contents where its ZIP64 locator points");
        }
        return new End(end.getLong(32), end.getLong(40), end.getLong(48));
    }

    private void readCentralDirectory(End end) {
        if (!file.contains(end.position(), end.bytes()) || end.bytes() > MAX_DIRECTORY) {
            throw refuse("has a table of contents of " + end.bytes() + " bytes, which does not fit");
        }
        ByteBuffer directory = file.map(end.position(), end.bytes());
        int position = 0;
        while (position < directory.limit()) {
            position = readEntry(directory, position);
        }
        if (entries.size() != end.entries()) {
            throw refuse("announces " + end.entries() + " entries, its table of contents has " + entries.size());
        }
    }

    /** Reads the entry at {@code position} and returns where the next one begins. */
    private int readEntry(ByteBuffer directory, int position) {
        if (directory.limit() - position < CENTRAL_BYTES || directory.getInt(position) != CENTRAL_HEADER) {
            throw refuse("has a damaged table of contents");
        }
        int nameBytes = unsigned2(directory, position + 28);
        int extraBytes = unsigned2(directory, position + 30);
        int extra = position + CENTRAL_BYTES + nameBytes;
        int next = extra + extraBytes + unsigned2(directory, position + 32);
        if (next > directory.limit()) {
            throw refuse("has a table of contents that is cut");
        }
        long[] wide = {
            unsigned4(directory, position + 24),
            unsigned4(directory, position + 20),
            unsigned4(directory, position + 42)
        };
        widen(wide, directory.slice(extra, extraBytes).order(directory.order()));
        String name = text(directory, position + CENTRAL_BYTES, nameBytes);
        var entry = new Entry(
                unsigned2(directory, position + 8),
                unsigned2(directory, position + 10),
                unsigned4(directory, position + 16),
                wide[1],
                wide[0],
                wide[2]);
        if (entries.put(name, entry) != null) {
            throw refuse("has two entries " + quoted(name));
        }
        return next;
    }

    /** Replaces those of (bytes, compressed bytes, local header) that did not fit 32 bits by the ZIP64 field's. */
    private void widen(long[] values, ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                throw refuse("has a damaged table of contents");
            }
            ByteBuffer field = extra.slice(extra.position(), length).order(extra.order());
            extra.position(extra.position() + length);
            for (int i = 0; id == 1 && i < values.length; i++) {
                if (values[i] == IN_ZIP64 && field.remaining() >= Long.BYTES) {
                    values[i] = field.getLong();
                }
            }
        }
    }

    private WeightFormatException refuse(String what) {
        return new WeightFormatException(file.path(), what);
    }

    private static String text(ByteBuffer buffer, int position, int length) {
        byte[] bytes = new byte[length];
        buffer.get(position, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int unsigned2(ByteBuffer buffer, int position) {
        return Short.toUnsignedInt(buffer.getShort(position));
    }

    private static long unsigned4(ByteBuffer buffer, int position) {
        return Integer.toUnsignedLong(buffer.getInt(position));
    }
}
