package zvrd.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A child process whose error stream one thread reads to its end; {@link #close()} leaves neither behind. */
final class Child implements AutoCloseable {
    private static final int WORDS_KEPT = 20;
    private static final Pattern SPEAKER = Pattern.compile("^(\\[[^]]*@ (0x)?[0-9a-f]+] ?|\\[(error|fatal)] ?)+");

    private static final Pattern HOLLOW = Pattern.compile(
            "^(Task finished|Terminating thread|Conversion failed|Nothing was written|Last message|Error opening input file"
                    + "|Could not write header|Error (sending|submitting|muxing|writing trailer|closing file))");
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final Thread listener;
    private final Deque<String> words = new ArrayDeque<>();
    private volatile boolean late;

    /**
     * Starts the process.
     *
     * @param consume takes a line of the error stream if it is a message to us and no complaint
     */
    Child(ProcessBuilder builder, Predicate<String> consume) throws IOException {
        process = builder.start();
        LIVE.add(process);
        listener = new Thread(() -> listen(consume), "zvrd-ffmpeg-listener");
        listener.setDaemon(true);
        listener.start();
    }

    /** Ends every child still alive, when the program itself is ending. */
    static void killAll() {
        LIVE.forEach(Process::destroyForcibly);
    }

    /** Ends the process if it takes longer than this; {@link #late} tells so then. */
    Child within(Duration most) {
        var unused = process.onExit()
                .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, failure) -> {
                    if (failure != null) {
                        late = true;
                        process.destroyForcibly();
                    }
                });
        return this;
    }

    /** Whether it was ended because it took too long. */
    boolean late() {
        return late;
    }

    InputStream output() {
        return process.getInputStream();
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits until the process has ended and said all it has to say; returns its exit code. */
    int await() {
        try {
            int code = process.waitFor();
            listener.join();
            return code;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IllegalStateException("interrupted while FFmpeg was finishing", interrupted);
        }
    }

    /** The complaints so far, oldest first, at most the last twenty. */
    List<String> complaints() {
        synchronized (words) {
            return List.copyOf(words);
        }
    }

    /** The last complaint that says more than that something failed; or any; or that there was none. */
    String lastWords() {
        List<String> all = complaints();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!HOLLOW.matcher(all.get(i)).find()) {
                return all.get(i);
            }
        }
        return all.isEmpty() ? "FFmpeg gave no reason" : all.get(0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                listener.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        LIVE.remove(process);
        closeQuietly(process.getOutputStream());
        closeQuietly(process.getInputStream());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Predicate<String> consume) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !consume.test(line)) {
                    keep(SPEAKER.matcher(line.strip()).replaceFirst(""));
                }
            }
        } catch (IOException gone) {
            keep("its error stream broke off");
        }
    }

    private void keep(String line) {
        synchronized (words) {
            words.addLast(line);
            if (words.size() > WORDS_KEPT) {
                words.removeFirst();
            }
        }
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception gone) {
            // the process has ended: what a broken pipe could not deliver was for it alone
        }
    }
}
