package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.Sha256;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.weights.BuiltinModel;

/** The first law: threads, memory and interruptions are no inputs to the picture; one hash for all of them. */
class SamePixelsTest {
    private static final int THREE = 3; // frames of a window

    @TempDir
    private static Path folder;

    private static String hash = "";
    private static String builtinHash = "";

    /**
     * What a machine may spend.
     *
     * @param threads evaluations at a time
     * @param scarce whether skips wait on disk for want of memory
     * @param stops after so many steps the run is stopped and another one goes on, again and again; 0 for never
     */
    private record Spending(int threads, boolean scarce, int stops) {}

    @BeforeAll
    static void restoresOnce() throws Exception {
        SmallJob.prepare(folder, 6);
        hash = restored(job(), new Spending(2, false, 0));
    }

    private static SmallJob job() {
        return SmallJob.of(folder, "ddnm").windows(new WindowPlan(THREE, 1));
    }

    private static SmallJob builtin() {
        return job().model(BuiltinModel.NAME);
    }

    static Stream<Spending> few() {
        return all().filter(each -> each.stops() % 5 == 0 && each.threads() != 2)
                .limit(6);
    }

    /** 42 of them. */
    static Stream<Spending> all() {
        var all = new ArrayList<Spending>();
        for (int threads : new int[] {1, 2, 3}) {
            for (boolean scarce : new boolean[] {false, true}) {
                for (int stops : new int[] {0, 1, 2, 3, 5, 7, 9}) {
                    all.add(new Spending(threads, scarce, stops));
                }
            }
        }
        return all.stream();
    }

    static Stream<Spending> six() {
        return all().filter(each -> each.threads() < 3 && each.stops() % 5 == 0)
                .filter(each -> each.stops() == 0 || each.threads() == 2);
    }

    @ParameterizedTest
    @MethodSource("few")
    void resourcesChangeNoByte(Spending spending) throws Exception {
        assertThat(restored(job(), spending)).isEqualTo(hash);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void noneOfFortyWaysToSpendResourcesChangesAByte(Spending spending) throws Exception {
        assertThat(restored(job(), spending)).isEqualTo(hash);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("six")
    void resourcesChangeNoByteOfWhatTheBuiltinPriorRestores(Spending spending) throws Exception {
        if (builtinHash.isEmpty()) {
            builtinHash = restored(builtin(), new Spending(2, false, 0));
        }
        assertThat(restored(builtin(), spending)).isEqualTo(builtinHash);
    }

    private static String restored(SmallJob job, Spending spending) throws Exception {
        int runs = 1;
        while (spending.stops() > 0 && stopped(request(job, spending, runs), spending.stops())) {
            runs++;
        }
        if (spending.stops() == 0) {
            VideoRestorer.run(request(job, spending, runs), StepListener.none());
        } else {
            assertThat(runs).isGreaterThan(1);
        }
        Path output = folder.resolve("out.mkv");
        String found = Sha256.of(output);
        Files.delete(output);
        return found;
    }

    /** The first run has the threads that are to be spent, each later one others. */
    private static RestoreRequest request(SmallJob job, Spending spending, int run) throws Exception {
        int threads = 1 + (spending.threads() + run - 2) % 3;
        return job.resources(threads, spending.scarce() ? scarce(job, threads) : 0)
                .request("out.mkv");
    }

    private static boolean stopped(RestoreRequest request, int steps) {
        Thread caller = Thread.currentThread();
        var heard = new ArrayList<String>();
        try {
            VideoRestorer.run(
                    request,
                    new KilledRun.Told(line -> {
                        heard.add(line);
                        if (heard.stream()
                                                .filter(each -> each.startsWith("step"))
                                                .count()
                                        == steps
                                && line.startsWith("step")) {
                            caller.interrupt();
                        }
                    }),
                    Duration.ofHours(1));
            return Thread.interrupted() && Files.notExists(request.output());
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Bytes of memory in which a window's skips do not fit beside each other, and all the rest does. */
    private static long scarce(SmallJob job, int threads) throws Exception {
        RestoreRequest request = job.resources(threads, 0).request("out.mkv");
        try (Prior prior = Prior.load(request.prior().model(), request.prior().precision());
                FrameReader reader = FrameReader.open(request.input(), ReadOptions.ALL)) {
            Frame first = Objects.requireNonNull(reader.next(), "the clip has frames");
            ClipPlan plan = ClipPlan.of(request, prior, first);
            TilePlan tiles = plan.tiles();
            int alive = Math.min(THREE * tiles.count(), THREE + WindowFactory.PIECES_PER_THREAD * threads - 1);
            long least = MemoryNeed.of(prior, tiles.height(), tiles.width(), tiles.tile())
                    .carrying(plan.carried())
                    .spilled(Math.min(alive, threads), Math.max(0, alive - threads), THREE);
            assertThat(ClipPlan.of(job.resources(threads, least).request("out.mkv"), prior, first)
                            .load()
                            .spill())
                    .isEqualTo(alive > threads); // else none waits for another
            return least;
        }
    }
}
