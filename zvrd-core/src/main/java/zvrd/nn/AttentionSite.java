package zvrd.nn;

/**
 * One attention layer of a network, during one call.
 *
 * @param name the module's name in the checkpoint, such as {@code output_blocks.6.1}
 * @param downsampling pixels of the image per position of the map, along one side
 * @param height of the map in positions
 * @param width of the map in positions
 * @param decoder whether the layer stands in the decoder
 */
public record AttentionSite(String name, int downsampling, int height, int width, boolean decoder) {}
