package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.UserError;

class GapsTest {
    private static final VideoInfo INFO = VideoInfo.drawn(20, 12, 8);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a1.png a2.png a3.png | ",
                "a0000.png a0002.png a0004.png | ",
                "left.png right.png | ",
                "7.png | ",
                "s2_08.png s2_09.png s2_11.png | after s2_09.png comes s2_11.png",
                "1.png 2.png 5.png 9.png | after 2.png comes 5.png",
            })
    void theFirstNumberThatIsLeftOutIsTold(String names, String gap) throws IOException {
        for (String name : names.split(" ")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(Gaps.in(folder).map(told -> told.substring(told.indexOf("after"))))
                .isEqualTo(java.util.Optional.ofNullable(gap));
    }

    @Test
    void aBrokenPictureAmongOthersIsNamed() throws IOException {
        IntStream.range(0, 8)
                .forEach(i -> StillImages.write(
                        folder.resolve(i + ".png"), Clips.noise(i, i, INFO.timeBase(), 20, 12, 8, 40 + i), 8, false));
        Path broken = folder.resolve("3.png");
        byte[] whole = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Clips.readAll(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(broken.toString());
    }
}
