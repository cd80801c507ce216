package zvrd.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A web server on this machine with one file, whose answers follow a script and otherwise the standard. */
final class UnreliableServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Answer> script = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile byte[] content;
    private volatile String etag = "\"one\"";

    /** How one request is answered. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    UnreliableServer(byte[] content) throws IOException {
        this.content = content;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(first(exchange, "Range") + " if " + first(exchange, "If-Range"));
            Answer answer = script.isEmpty() ? this::asItShould : script.remove(0);
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.pt");
    }

    /** What the requests so far asked for, such as "bytes=10- if "one"". */
    List<String> requests() {
        return requests;
    }

    /** Answers the next request so. */
    UnreliableServer then(Answer answer) {
        script.add(answer);
        return this;
    }

    void replace(byte[] newContent, String newEtag) {
        content = newContent;
        etag = newEtag;
    }

    /** Sends the file, or behind the asked position if the version is still the same. */
    void asItShould(HttpExchange exchange) throws IOException {
        send(exchange, content.length);
    }

    /** The same, but the connection ends after {@code bytes} bytes. */
    Answer cutAfter(int bytes) {
        return exchange -> send(exchange, bytes);
    }

    /** Sends {@code bytes} bytes, then nothing for a long time. */
    Answer stallAfter(int bytes) {
        return exchange -> {
            send(exchange, bytes);
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Answers with {@code status}, a Content-Range if there is one, and these bytes. */
    Answer lie(int status, @Nullable String contentRange, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            if (contentRange != null) {
                exchange.getResponseHeaders().set("Content-Range", contentRange);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private void send(HttpExchange exchange, int most) throws IOException {
        int start = 0;
        String range = first(exchange, "Range");
        exchange.getResponseHeaders().set("ETag", etag);
        if (range.startsWith("bytes=") && first(exchange, "If-Range").equals(etag)) {
            start = Integer.parseInt(range.substring(6, range.length() - 1));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
        exchange.getResponseBody().write(content, start, Math.min(most, content.length - start));
        exchange.getResponseBody().flush();
    }

    private static String first(HttpExchange exchange, String header) {
        String value = exchange.getRequestHeaders().getFirst(header);
        return value == null ? "-" : value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
