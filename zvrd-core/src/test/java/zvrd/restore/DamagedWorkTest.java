package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.journal.WorkFolder;

/** Work folders that were damaged behind the program's back: what is whole is used, the rest is done again, or all is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedWorkTest {
    @TempDir
    private static Path folder;

    private static Path kept = Path.of("");
    private static Path strange = Path.of("");
    private int refused;

    /** A job that was stopped in its third window, and another one whose work is foreign to it. */
    @BeforeAll
    static void stopsAJobInItsMiddle() throws Exception {
        SmallJob.prepare(folder, 6);
        VideoRestorer.run(job().request("whole.mkv"), StepListener.none());
        kept = stopped("out.mkv", 7, "kept");
        strange = stopped("other.mkv", 8, "strange");
    }

    private static SmallJob job() {
        return SmallJob.of(folder, "ddnm");
    }

    private static Path stopped(String output, long seed, String copy) throws Exception {
        Thread caller = Thread.currentThread();
        try {
            VideoRestorer.run(
                    job().request(output, seed),
                    new StepListener() {
                        private int done;

                        @Override
                        public void planned(long frames, int steps, int tiles) {}

                        @Override
                        public void stepped(int first, int frames, int step) {
                            if (++done == 2 * SmallJob.STEPS + 3) {
                                caller.interrupt();
                            }
                        }

                        @Override
                        public void written(int frame) {}
                    },
                    Duration.ZERO);
        } catch (InterruptedException e) {
            Path work = WorkFolder.pathOf(folder.resolve(output));
            return Files.move(work, folder.resolve(copy));
        }
        throw new IllegalStateException("the job was not stopped");
    }

    static IntStream few() {
        return IntStream.range(0, 8);
    }

    static IntStream many() {
        return IntStream.range(8, 108);
    }

    @ParameterizedTest
    @MethodSource("few")
    void damageIsNeverUsedSilently(int seed) throws Exception {
        damageAndGoOn(seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("many")
    void noneOfAHundredDamagesIsUsedSilently(int seed) throws Exception {
        damageAndGoOn(seed);
    }

    private void damageAndGoOn(int seed) throws Exception {
        Path output = folder.resolve("out.mkv");
        Path work = WorkFolder.pathOf(output);
        copy(kept, work);
        var random = new Random(seed);
        String told = "";
        for (int n = 0; n <= seed % 3; n++) {
            told += Damage.values()[(seed + n) % Damage.values().length].to(work, random) + "; ";
        }
        try {
            VideoRestorer.run(job().request("out.mkv"), StepListener.none());
            assertThat(Files.mismatch(folder.resolve("whole.mkv"), output))
                    .as(told)
                    .isEqualTo(-1);
            try (Stream<Path> left = Files.exists(work) ? Files.list(work) : Stream.empty()) {
                assertThat(left.map(Path::getFileName).map(Path::toString))
                        .as(told)
                        .allMatch("foreign.bin"::equals);
            }
        } catch (UserError error) {
            refused++;
            assertThat(error.code()).as(told).isEqualTo(ExitCode.OUTPUT);
            assertThat(error.remedy()).as(told).contains("--fresh");
            assertThat(output).as(told).doesNotExist();
        }
        Files.deleteIfExists(output);
        delete(work);
    }

    @AfterAll
    void mostDamageIsMended() {
        assertThat(refused).isLessThan(10);
    }

    /** What may happen to a folder. */
    private enum Damage {
        FLIPPED_BIT {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, bytes);
            }
        },
        CUT_OFF {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            }
        },
        MISSING {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Files.delete(file);
            }
        },
        EMPTY {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        GARBAGE {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                random.nextBytes(bytes);
                Files.write(file, bytes);
            }
        },
        LONGER {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
                Files.write(file, longer);
            }
        },
        OF_ANOTHER_JOB {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Path same = strange.resolve(file.getFileName());
                if (Files.exists(same)) {
                    Files.copy(same, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        },
        UNDER_ANOTHER_NAME {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Path other = file.resolveSibling(
                        file.getFileName().toString().replaceFirst("\\d\\.zvrd", random.nextInt(9) + ".zvrd"));
                Files.copy(file, other, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        GARBAGE_JSON {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Files.write(file.resolveSibling("job.json"), "{\"identity\": [".getBytes(StandardCharsets.UTF_8));
            }
        },
        FOREIGN_FILE {
            @Override
            void to(Path file, byte[] bytes, Random random) throws IOException {
                Files.write(file.resolveSibling("foreign.bin"), bytes);
            }
        };

        abstract void to(Path file, byte[] bytes, Random random) throws IOException;

        /** Does it to one of the files in {@code work}; says to which. */
        String to(Path work, Random random) throws IOException {
            List<Path> files;
            try (Stream<Path> all = Files.list(work)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            }
            Path file = files.get(random.nextInt(files.size()));
            to(file, Files.readAllBytes(file), random);
            return this + " " + file.getFileName();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
