package zvrd.weights;

import zvrd.weights.PickleValue.Storage;

/** What a file written by torch holds: one object, and the storages it points to. */
interface TorchContainer {
    /** Where the bytes of a storage begin in the file, and a check of them that fails where they are damaged. */
    record Region(long position, Runnable verify) {}

    /** The object the file was written for. */
    Object object();

    /** Where {@code storage} lies; a {@link WeightFormatException} where it is not there in full. */
    Region region(Storage storage);
}
