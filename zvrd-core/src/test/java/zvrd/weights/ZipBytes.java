package zvrd.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes ZIP archives of stored entries, as torch does, with all 64-bit fields where asked for. */
final class ZipBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final boolean wide;
    private int entries;

    ZipBytes(boolean wide) {
        this.wide = wide;
    }

    /** An archive with a pickle and one storage "0" of {@code floats} numbers 0, 1, 2, … */
    static byte[] checkpoint(byte[] pickle, int floats, String... moreEntries) {
        var zip = new ZipBytes(false).entry("archive/data.pkl", pickle).entry("archive/data/0", ramp(floats));
        for (String entry : moreEntries) {
            String[] nameAndText = entry.split("=", -1);
            zip.entry("archive/" + nameAndText[0], nameAndText[1].getBytes(StandardCharsets.UTF_8));
        }
        return zip.end();
    }

    static byte[] ramp(int floats) {
        ByteBuffer ramp = little(4 * floats);
        for (int i = 0; i < floats; i++) {
            ramp.putFloat(i);
        }
        return ramp.array();
    }

    ZipBytes entry(String name, byte[] content) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        var crc = new CRC32();
        crc.update(content);
        int position = out.size();
        ByteBuffer common = little(22).putShort((short) 0).putShort((short) 0).putInt(0);
        common.putInt((int) crc.getValue());
        common.putInt(wide ? -1 : content.length).putInt(wide ? -1 : content.length);
        common.putShort((short) nameBytes.length);
        out.writeBytes(little(6).putInt(0x04034b50).putShort((short) 45).array());
        out.write(common.array(), 0, 22);
        out.writeBytes(little(2).array()); // no extra field
        out.writeBytes(nameBytes);
        out.writeBytes(content);

        ByteBuffer extra = wide ? little(28) : little(0);
        if (wide) {
            extra.putShort((short) 1).putShort((short) 24);
            extra.putLong(content.length).putLong(content.length).putLong(position);
        }
        directory.writeBytes(little(8)
                .putInt(0x02014b50)
                .putShort((short) 45)
                .putShort((short) 45)
                .array());
        directory.write(common.array(), 0, 22);
        directory.writeBytes(little(12).putShort((short) extra.capacity()).array());
        directory.writeBytes(little(4).putInt(wide ? -1 : position).array());
        directory.writeBytes(nameBytes);
        directory.writeBytes(extra.array());
        entries++;
        return this;
    }

    byte[] end() {
        long start = out.size();
        out.writeBytes(directory.toByteArray());
        if (wide) {
            long end64 = out.size();
            out.writeBytes(little(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(directory.size())
                    .putLong(start)
                    .array());
            out.writeBytes(little(20)
                    .putInt(0x07064b50)
                    .putInt(0)
                    .putLong(end64)
                    .putInt(1)
                    .array());
        }
        short count = wide ? (short) -1 : (short) entries;
        out.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt(wide ? -1 : directory.size())
                .putInt(wide ? -1 : (int) start)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
