package zvrd.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes on their way. */
final class Sha256 {
    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The SHA-256 of {@code file}, in lower-case hexadecimal digits. */
    static String of(Path file) {
        var sha256 = new Sha256();
        try (OutputStream out = sha256.over(OutputStream.nullOutputStream())) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw ModelStore.failed(file, e);
        }
        return sha256.hex();
    }

    /** {@code out}, with what is written to it counted in. */
    OutputStream over(OutputStream out) {
        return new DigestOutputStream(out, digest);
    }

    /** The SHA-256 of what was written, which begins anew. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
