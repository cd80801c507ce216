package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadlessLibraryTest {
    @Test
    void theBundledFfmpegRunsWithoutSoundServerAndDisplay() {
        assertThat(FfmpegBinary.version()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void whatIsNoLibraryIsRefusedAndNeverRunsAway() {
        byte[] noise = new byte[4096];
        new Random(4).nextBytes(noise);
        assertThatThrownBy(() -> HeadlessLibrary.of(noise)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> HeadlessLibrary.of(new byte[0])).isInstanceOf(IOException.class);
        byte[] header = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 64);
        header[33] = 0x7f; // program headers beyond the end
        header[56] = 9;
        assertThatThrownBy(() -> HeadlessLibrary.of(header)).isInstanceOf(IOException.class);
    }
}
