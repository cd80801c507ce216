package zvrd.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A Linux shared library rid of its wish for a sound server and a display. FFmpeg's device library asks for
 * PulseAudio, ALSA and X11, which a server or a container often lacks, though files are read without any of them. Calls
 * are bound lazily, so taking the names out of the dynamic section (ELF-64, gABI chapter 5, and the GNU version table)
 * is enough.
 */
final class HeadlessLibrary {
    private static final Set<String> DEVICES =
            Set.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0", "libX11.so.6", "libXext.so.6");
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_VERNEED = 0x6ffffffeL;
    private static final long DT_VERNEEDNUM = 0x6fffffffL;

    private record Segment(long type, long offset, long address, long size) {}

    private record Entry(long tag, long value) {}

    private final ByteBuffer elf;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Entry> dynamic = new ArrayList<>();

    private HeadlessLibrary(byte[] library) {
        elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The library's bytes without the device libraries among those it needs. */
    static byte[] of(byte[] library) throws IOException {
        byte[] copy = library.clone();
        try {
            new HeadlessLibrary(copy).rewrite();
        } catch (IndexOutOfBoundsException beyond) {
            throw new IOException("the device library is no ELF file this program understands", beyond);
        }
        return copy;
    }

    private void rewrite() throws IOException {
        if (elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
            throw new IOException("the device library is no little-endian ELF-64 file");
        }
        int header = (int) elf.getLong(32);
        for (int i = 0; i < elf.getShort(56); i++) {
            int at = header + 56 * i;
            segments.add(new Segment(elf.getInt(at), elf.getLong(at + 8), elf.getLong(at + 16), elf.getLong(at + 32)));
        }
        Segment section = segments.stream()
                .filter(s -> s.type == PT_DYNAMIC)
                .findFirst()
                .orElseThrow(() -> new IOException("the device library has no dynamic section"));
        for (int at = (int) section.offset; at < section.offset + section.size; at += 16) {
            dynamic.add(new Entry(elf.getLong(at), elf.getLong(at + 8)));
        }
        int versions = dropVersions();
        writeDynamic((int) section.offset, versions);
    }

    /** Unlinks the device libraries from the chain of required versions; returns how many remain. */
    private int dropVersions() throws IOException {
        int at = fileOffset(value(DT_VERNEED));
        int count = (int) value(DT_VERNEEDNUM);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!DEVICES.contains(name(Integer.toUnsignedLong(elf.getInt(at + 4))))) {
                kept.add(at);
            } else if (i == 0) {
                throw new IOException("the device library's version table begins with a device");
            }
            at += elf.getInt(at + 12);
        }
        for (int i = 0; i < kept.size(); i++) {
            elf.putInt(kept.get(i) + 12, i + 1 < kept.size() ? kept.get(i + 1) - kept.get(i) : 0);
        }
        return kept.size();
    }

    private void writeDynamic(int offset, int versions) throws IOException {
        int at = offset;
        for (Entry entry : dynamic) {
            if (entry.tag == DT_NEEDED && DEVICES.contains(name(entry.value))) {
                continue;
            }
            elf.putLong(at, entry.tag);
            elf.putLong(at + 8, entry.tag == DT_VERNEEDNUM ? versions : entry.value);
            at += 16;
        }
        while (at < offset + 16 * dynamic.size()) {
            elf.put(at++, (byte) 0); // DT_NULL ends the section
        }
    }

    private long value(long tag) throws IOException {
        for (Entry entry : dynamic) {
            if (entry.tag == tag) {
                return entry.value;
            }
        }
        throw new IOException("the device library's dynamic section lacks entry 0x" + Long.toHexString(tag));
    }

    private String name(long string) throws IOException {
        int from = fileOffset(value(DT_STRTAB)) + (int) string;
        int to = from;
        while (elf.get(to) != 0) {
            to++;
        }
        return new String(elf.array(), from, to - from, StandardCharsets.US_ASCII);
    }

    private int fileOffset(long address) throws IOException {
        for (Segment s : segments) {
            if (s.type == PT_LOAD && address >= s.address && address < s.address + s.size) {
                return (int) (address - s.address + s.offset);
            }
        }
        throw new IOException("the device library points outside itself, at 0x" + Long.toHexString(address));
    }
}
