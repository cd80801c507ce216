package zvrd.media;

/**
 * One stream of a file.
 *
 * @param index its number in the file
 * @param type {@code video}, {@code audio}, {@code subtitle}, {@code attachment} or {@code data}
 * @param codec FFmpeg's name of its coding, such as {@code aac}; {@code unknown} if it has none
 * @param language its language tag, empty if it has none
 * @param title its title, empty if it has none
 * @param cover whether it is a picture that goes with the file and no film
 */
public record StreamInfo(int index, String type, String codec, String language, String title, boolean cover) {}
