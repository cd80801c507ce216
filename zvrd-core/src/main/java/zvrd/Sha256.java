package zvrd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** SHA-256 of bytes on their way, in lower-case hexadecimal digits. */
public final class Sha256 {
    private final MessageDigest digest;

    /** Of nothing yet. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of the content of {@code file}. */
    public static String of(Path file) throws IOException {
        var sha256 = new Sha256();
        try (OutputStream out = sha256.over(OutputStream.nullOutputStream())) {
            Files.copy(file, out);
        }
        return sha256.hex();
    }

    /** Of {@code text} in UTF-8. */
    public static String of(String text) {
        var sha256 = new Sha256();
        sha256.digest.update(text.getBytes(StandardCharsets.UTF_8));
        return sha256.hex();
    }

    /** Of the names and contents of {@code files}, in their order. */
    public static String of(Collection<Path> files) throws IOException {
        var text = new StringBuilder();
        for (Path file : files) {
            text.append(of(file)).append(' ').append(file.getFileName()).append('\n');
        }
        return of(text.toString());
    }

    /** {@code out}, with what is written to it counted in. */
    public OutputStream over(OutputStream out) {
        return new DigestOutputStream(out, digest);
    }

    /** Of what was written; the next begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
