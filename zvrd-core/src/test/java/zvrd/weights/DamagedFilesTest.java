package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files that were valid before some bytes changed load or are refused, in bounded memory; nothing else happens. */
class DamagedFilesTest {
    private static final long MOST_BYTES = 64L << 20;

    private static Path file = Path.of("");

    @BeforeContainer
    static void makeAFile() throws IOException {
        file = Files.createTempFile("damaged", ".pt");
    }

    @AfterContainer
    static void removeIt() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 300, seed = "1")
    void safetensors(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int flips) throws IOException {
        loadsOrIsRefused(damaged(fixture("mixed_expected.safetensors"), 1400, seed, flips));
    }

    @Property(tries = 300, seed = "1")
    void streams(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int flips) throws IOException {
        loadsOrIsRefused(damaged(fixture("mixed_legacy.pt"), Integer.MAX_VALUE, seed, flips));
    }

    @Property(tries = 300, seed = "1")
    void archives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int flips) throws IOException {
        loadsOrIsRefused(damaged(fixture("mixed_zip.pt"), Integer.MAX_VALUE, seed, flips));
    }

    @Property(tries = 300, seed = "1")
    void archivesWhosePickleWasDamagedBeforeTheyWereMade(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int flips, @ForAll boolean script)
            throws IOException {
        byte[] pickle = new PickleBytes()
                .raw('}', '(')
                .text("a")
                .tensor("0", 40, 3, new long[] {2, 5}, new long[] {7, 1})
                .text("b")
                .raw('q', 1)
                .tensor("0", 40, 0, new long[] {4}, new long[] {1})
                .raw('u')
                .stop();
        String more = script ? "constants.pkl=" : "version=3";
        loadsOrIsRefused(ZipBytes.checkpoint(damaged(pickle, Integer.MAX_VALUE, seed, flips), 40, more));
    }

    private static byte[] fixture(String name) throws IOException {
        try (var stream = DamagedFilesTest.class.getResourceAsStream("/fixtures/ckpt/" + name)) {
            return Objects.requireNonNull(stream).readAllBytes();
        }
    }

    /** {@code valid} with some of its first bytes changed, and cut now and then. */
    private static byte[] damaged(byte[] valid, int within, long seed, int flips) {
        var random = new Random(seed);
        byte[] damaged = random.nextInt(8) == 0 ? Arrays.copyOf(valid, random.nextInt(valid.length)) : valid;
        for (int i = 0; i < flips && damaged.length > 0; i++) {
            damaged[random.nextInt(Math.min(within, damaged.length))] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static void loadsOrIsRefused(byte[] content) throws IOException {
        Files.write(file, content);
        long allocated = allocatedBytes();
        try (TensorFile opened = WeightFiles.open(file)) {
            for (String name : opened.names()) {
                assertThat(opened.read(name).bytes().remaining())
                        .isEqualTo((int) opened.info(name).bytes());
            }
        } catch (WeightFormatException e) {
            assertThat(e).hasMessageContaining(String.valueOf(file.getFileName()));
        }
        assertThat(allocatedBytes() - allocated).isLessThan(MOST_BYTES);
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Objects.requireNonNull(threads)
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
