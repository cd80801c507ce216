package zvrd.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** One request after the other for a file, each going on behind what is there, if the server's file is still the same. */
final class Transfer {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final int CHUNK = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int TIMEOUT = 408;
    private static final int WRONG_RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAILS = 500;

    private final HttpClient client;
    private final URI address;
    private final Duration stall;
    private final ModelDownload.Listener listener;

    /** A request that did not bring the file to its end, and may be tried again. */
    static final class Interruption extends Exception {
        private static final long serialVersionUID = 1L;

        Interruption(String what, @Nullable Throwable cause) {
            super(what, cause);
        }
    }

    Transfer(HttpClient client, URI address, Duration stall, ModelDownload.Listener listener) {
        this.client = client;
        this.address = address;
        this.stall = stall;
        this.listener = listener;
    }

    /** Adds to {@code part} what the server sends; at most {@code most} bytes in all. */
    void attempt(PublishedModel model, PartialDownload part, long most) throws Interruption, IOException {
        HttpResponse<InputStream> response = request(part);
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case OK -> part.restart(validator(response.headers()), length(response.headers()));
                case PARTIAL -> checkRange(part, response.headers());
                case WRONG_RANGE -> {
                    part.discard();
                    throw new Interruption("the server has no such part of the file", null);
                }
                default -> refuseStatus(model, response.statusCode());
            }
            checkLength(model, part, most);
            receive(model, part, body, most);
        }
    }

    private HttpResponse<InputStream> request(PartialDownload part) throws Interruption, IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(stall).header("Accept-Encoding", "identity");
        String validator = part.validator();
        if (part.bytes() > 0 && validator != null) {
            request.header("Range", "bytes=" + part.bytes() + "-").header("If-Range", validator);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Interruption("no answer, " + e, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void refuseStatus(PublishedModel model, int status) throws Interruption {
        if (status == TIMEOUT || status == TOO_MANY || status >= SERVER_FAILS) {
            throw new Interruption("the server answered " + status, null);
        }
        throw new UserError(
                ExitCode.MODEL,
                model.name() + ": " + model.address() + " answered " + status + ", expected the file",
                "The publisher may have moved it. Get it by hand, then: zvrd models import FILE --name "
                        + model.name());
    }

    /** A server that goes on elsewhere, or in another file, than it was asked to must not add to ours. */
    private static void checkRange(PartialDownload part, HttpHeaders headers) throws Interruption, IOException {
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        String sent = validator(headers);
        boolean asAsked = range.matches()
                && Long.parseLong(range.group(1)) == part.bytes()
                && part.bytes() > 0
                && (part.total().isEmpty()
                        || range.group(3).equals(String.valueOf(part.total().getAsLong())))
                && (sent == null || sent.equals(part.validator()));
        if (!asAsked) {
            part.discard();
            throw new Interruption("the server sent another part than it was asked for", null);
        }
    }

    private static void checkLength(PublishedModel model, PartialDownload part, long most) throws IOException {
        OptionalLong total = part.total();
        if (total.isPresent()
                && (total.getAsLong() > most
                        || total.getAsLong() != model.bytes().orElse(total.getAsLong()))) {
            part.discard();
            throw tooLong(model, total.getAsLong(), most);
        }
        long missing = total.orElse(0) - part.bytes();
        long free = part.path().toFile().getUsableSpace();
        if (missing > free) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    part.path() + ": needs " + missing + " more bytes, the disk has " + free,
                    "Free some space, or set XDG_DATA_HOME to a folder on another disk; what is there is kept.");
        }
    }

    private void receive(PublishedModel model, PartialDownload part, InputStream body, long most)
            throws Interruption, IOException {
        byte[] chunk = new byte[CHUNK];
        try (var guard = new StallGuard(body, stall)) {
            int read;
            while ((read = read(body, chunk, guard)) >= 0) {
                if (part.bytes() + read > part.total().orElse(most)) {
                    part.discard();
                    throw tooLong(model, part.bytes() + read, most);
                }
                part.append(ByteBuffer.wrap(chunk, 0, read));
                listener.progress(part.bytes(), part.total());
            }
        }
        part.end();
        if (!part.isComplete()) {
            throw new Interruption("the transfer was cut", null);
        }
    }

    private static int read(InputStream body, byte[] chunk, StallGuard guard) throws Interruption {
        try {
            int read = body.read(chunk);
            guard.touch();
            return guard.stalled() ? -1 : read;
        } catch (IOException e) {
            throw new Interruption(guard.stalled() ? "nothing came for a while" : "the transfer was cut", e);
        }
    }

    private static UserError tooLong(PublishedModel model, long bytes, long most) {
        return new UserError(
                ExitCode.MODEL,
                model.name() + ": " + model.address() + " sends a file of " + bytes + " bytes, expected "
                        + (model.bytes().isPresent() ? "" : "at most ") + most,
                "The file that is offered is another one. Get the right one by hand, then: zvrd models import FILE");
    }

    private static @Nullable String validator(HttpHeaders headers) {
        Optional<String> strong = headers.firstValue("ETag").filter(tag -> tag.startsWith("\""));
        return strong.or(() -> headers.firstValue("Last-Modified")).orElse(null);
    }

    private static long length(HttpHeaders headers) {
        return headers.firstValueAsLong("Content-Length").orElse(-1);
    }

    static UserError interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new UserError(ExitCode.INTERRUPTED, "the download was interrupted", "Run it again to go on.", cause);
    }
}
