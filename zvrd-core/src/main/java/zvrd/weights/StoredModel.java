package zvrd.weights;

/**
 * A model in the store.
 *
 * @param name what it is called on the command line
 * @param sha256 SHA-256 of its file, in lower-case hexadecimal digits
 * @param bytes length of its file
 * @param source the file or address it came from
 */
public record StoredModel(String name, String sha256, long bytes, String source) {}
