package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenNetworkTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "none, sr",
        "all, sr",
        "none, denoise --sigma 20",
        "all, deblur --kernel gaussian:1",
        "none, colorize",
        "all, 'inpaint --mask box:2,2,4,4'",
        "none, lowlight"
    })
    void aPictureOfNoNumbersIsRefusedByTheNumberOfItsFrame(String temporal, String task) throws IOException {
        Path model = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        try (var file = new RandomAccessFile(model.toFile(), "rw")) {
            file.seek(file.length() - 24); // the first of the last layer's six biases, a colour's;
            file.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(Float.NaN)
                    .array());
        }
        Path clip = Clips.waves(folder.resolve("in"), 2, 32, 24);
        String line = "restore " + clip + " -o " + folder.resolve("out.mkv") + " --steps 2 --model " + model
                + " --temporal " + temporal + " --task " + task;
        var run = CommandLineRun.of(line.split(" "));
        assertThat(run.err())
                .filteredOn(each -> each.startsWith("zvrd: "))
                .hasSize(1)
                .allMatch(each -> each.contains("frame ") && each.contains("NaN"));
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(Files.exists(folder.resolve("out.mkv"))).isFalse();
    }
}
