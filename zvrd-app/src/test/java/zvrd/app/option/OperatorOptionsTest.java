package zvrd.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.cli.Clips;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.Composition;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Task;
import zvrd.media.ReadOptions;

class OperatorOptionsTest {
    @TempDir
    private Path folder;

    @Command
    private static final class Holder {
        @ArgGroup(validate = false)
        private OperatorOptions operator = new OperatorOptions();
    }

    private static OperatorOptions parse(String line) {
        var holder = new Holder();
        new CommandLine(holder)
                .registerConverter(Task.class, Task::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(line.split(" "));
        return holder.operator;
    }

    private static DegradationOperator operator(String line) {
        try (OperatorChoice choice = parse(line).choice(ReadOptions.ALL, 7)) {
            return choice.plan().forFrame(0, 24, 32);
        }
    }

    @Test
    void superResolutionAveragesFourByFourUnlessToldOtherwise() {
        assertThat(operator("--task sr")).isEqualTo(new AverageDownsample(4));
        assertThat(operator("--task sr --scale 8")).isEqualTo(new AverageDownsample(8));
        assertThat(operator("--task sr --scale 2 --downsample bicubic")).isEqualTo(new BicubicDownsample(2));
    }

    @Test
    void denoisingAndColouringNeedNothingMore() {
        assertThat(operator("--task denoise")).isInstanceOf(Identity.class);
        assertThat(operator("--task colorize")).isEqualTo(Grayscale.LUMA);
    }

    @Test
    void kernelsComeFromFormulasAndFiles() throws IOException {
        assertThat(((Blur) operator("--task deblur --kernel gaussian:1.5"))
                        .kernel()
                        .width())
                .isEqualTo(13);
        assertThat(((Blur) operator("--task deblur --kernel motion:9,0"))
                        .kernel()
                        .height())
                .isLessThan(4);
        Path text = Files.writeString(folder.resolve("kernel.txt"), "1 2 1\n2 4 2\n1 2 1\n");
        var blur = (Blur) operator("--task deblur --kernel " + text);
        assertThat(blur.kernel().at(0, 0)).isEqualTo(0.25);
        Path picture = Clips.halfWhite(folder.resolve("kernel.png"), 6, 5);
        assertThat(((Blur) operator("--task deblur --kernel " + picture))
                        .kernel()
                        .height())
                .isEqualTo(5);
    }

    @Test
    void masksAreBoxesSharesOrPictures() throws IOException {
        Mask box = ((Inpainting) operator("--task inpaint --mask box:4,5,6,7")).mask();
        assertThat(box.share()).isEqualTo(6.0 * 7 / (24 * 32));
        Mask random = ((Inpainting) operator("--task inpaint --mask random:0.5")).mask();
        assertThat(random.share()).isBetween(0.4, 0.6); // 768 pixels: 5 standard deviations are 0.09
        Path picture = Clips.halfWhite(folder.resolve("mask.png"), 32, 24);
        Mask half = ((Inpainting) operator("--task inpaint --mask " + picture)).mask();
        assertThat(half.share()).isEqualTo(0.5);
        Mask grown = ((Inpainting) operator("--task inpaint --mask-grow 2 --mask " + picture)).mask();
        assertThat(grown.share()).isEqualTo(18.0 / 32);
    }

    @Test
    void onePictureMasksEveryFrameAndAFolderMasksOneEach() throws IOException {
        Path picture = Clips.halfWhite(folder.resolve("mask.png"), 32, 24);
        try (OperatorChoice choice = parse("--task inpaint --mask " + picture).choice(new ReadOptions(2, 5), 0)) {
            assertThat(((Inpainting) choice.plan().forFrame(3, 24, 32)).mask().share())
                    .isEqualTo(0.5);
        }
        Path clip = Clips.waves(folder.resolve("masks"), 2, 32, 24);
        try (OperatorChoice choice = parse("--task inpaint --mask " + clip).choice(ReadOptions.ALL, 0)) {
            Mask first = ((Inpainting) choice.plan().forFrame(0, 24, 32)).mask();
            assertThat(((Inpainting) choice.plan().forFrame(0, 24, 32)).mask()).isEqualTo(first);
            Mask second = ((Inpainting) choice.plan().forFrame(1, 24, 32)).mask();
            assertThat(first).isNotEqualTo(second);
            assertThatThrownBy(() -> choice.plan().forFrame(1, 48, 64)).hasMessageContaining("32x24");
            assertThatThrownBy(() -> choice.plan().forFrame(2, 24, 32))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("ends after 2 masks");
        }
    }

    @Test
    void aMaskLiesOverGreysAndOverMeansOfBlocks() {
        assertThat(operator("--task colorize --mask box:4,5,6,7").name()).isEqualTo("luma + mask");
        DegradationOperator holes = operator("--task sr --scale 2 --mask box:4,5,6,7");
        assertThat(holes.scale()).isEqualTo(2);
        assertThat(((Composition) holes).then()).isInstanceOf(Inpainting.class);
    }

    @Test
    void noiseIsEstimatedForDenoisingAndElseNone() {
        assertThat(parse("--task denoise").sigma()).isEmpty();
        assertThat(parse("--task sr").sigma()).isEqualTo(OptionalDouble.of(0));
        assertThat(parse("--task deblur --kernel gaussian:2").sigma()).isEqualTo(OptionalDouble.of(1));
        assertThat(parse("--task deblur --kernel motion:9,45").sigma()).isEqualTo(OptionalDouble.of(4));
        assertThat(parse("--task deblur --kernel gaussian:2").addedSigma()).isEqualTo(OptionalDouble.of(0));
        assertThat(parse("--task sr --sigma auto").sigma()).isEmpty();
        assertThat(parse("--task denoise --sigma 25").sigma()).isEqualTo(OptionalDouble.of(25));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--task upscale | USAGE | sr, deblur",
                "--scale 4 | USAGE | --task: is missing",
                "--task sr --scale 3 | USAGE | 2, 4 or 8",
                "--task denoise --scale 4 | USAGE | --scale belongs to --task sr",
                "--task sr --kernel gaussian:1 | USAGE | --kernel belongs to --task deblur",
                "--task deblur | USAGE | --kernel: is missing",
                "--task deblur --kernel gaussian:0 | USAGE | gaussian:0",
                "--task deblur --kernel gaussian:1,2 | USAGE | gaussian:SIGMA",
                "--task deblur --kernel motion:9 | USAGE | motion:LENGTH,ANGLE",
                "--task deblur --kernel no-such.txt | INPUT | no-such.txt",
                "--task inpaint | USAGE | --mask: is missing",
                "--task inpaint --mask random:1.5 | USAGE | from 0 to 1",
                "--task inpaint --mask box:1,2,3 | USAGE | box:X,Y,W,H",
                "--task inpaint --mask box:1,1,5,5 --mask-grow -1 | USAGE | --mask-grow",
                "--task inpaint --mask no-such.png | INPUT | no-such.png",
                "--task denoise --mask a.png | USAGE | --mask belongs to --task inpaint",
                "--task sr --downsample bicubic --mask a.png | USAGE | not with --downsample bicubic",
                "--task colorize --mask-grow 2 | USAGE | no --mask to grow",
                "--task own | USAGE | --operator: is missing",
            })
    void whatCannotBeMeantIsRefusedByName(String line, ExitCode code, String named) {
        assertThatThrownBy(() -> operator(line)).satisfies(failure -> {
            Throwable cause = failure instanceof UserError || failure.getCause() == null ? failure : failure.getCause();
            assertThat(cause).isInstanceOf(UserError.class).hasMessageContaining(named);
            assertThat(((UserError) cause).code()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @CsvSource({"-1", "256", "NaN", "much"})
    void noiseOutsideOf8BitLevelsIsRefused(String sigma) {
        assertThatThrownBy(() -> parse("--task sr --sigma " + sigma).sigma())
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("--sigma");
    }
}
