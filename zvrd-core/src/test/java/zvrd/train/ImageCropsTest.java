package zvrd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class ImageCropsTest {
    private static final int SIDE = TinyTraining.SIDE;

    private final ShardWorkers workers = new ShardWorkers(2);

    @TempDir
    Path folder;

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    @Test
    void aCropDependsOnSeedStepAndPlaceInTheBatchOnly() throws IOException {
        TinyTraining.images(folder, 4);
        try (ImageCrops crops = crops(1, Long.MAX_VALUE);
                ImageCrops again = crops(1, Long.MAX_VALUE);
                ImageCrops others = crops(2, Long.MAX_VALUE);
                var scope = new TensorScope()) {
            crops.prepare(5);
            again.prepare(5);
            others.prepare(5);
            float[] four = Tensors.toFloats(crops.batch(5, 0, 4, SIDE));
            assertThat(Tensors.toFloats(again.batch(5, 2, 2, SIDE)))
                    .isEqualTo(Arrays.copyOfRange(four, four.length / 2, four.length));
            assertThat(Tensors.toFloats(crops.batch(6, 0, 4, SIDE))).isNotEqualTo(four);
            assertThat(Tensors.toFloats(others.batch(5, 0, 4, SIDE))).isNotEqualTo(four);
        }
    }

    @Test
    void cropsAreColoursOfThePictureBetweenMinusOneAndOne() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        ImageIO.write(
                filled(40, 30, 0xFF8000), "png", images.resolve("orange.png").toFile());
        try (ImageCrops crops = crops(1, Long.MAX_VALUE);
                var scope = new TensorScope()) {
            crops.prepare(0);
            Tensor batch = crops.batch(0, 0, 2, SIDE);
            assertThat(Tensors.shape(batch)).containsExactly(2, 3, SIDE, SIDE);
            float[] expected = {1f, 128 / 127.5f - 1, -1f};
            for (int c = 0; c < 3; c++) {
                assertThat(batch.select(1, c).min().item_float()).isCloseTo(expected[c], within(1e-6f));
                assertThat(batch.select(1, c).max().item_float()).isCloseTo(expected[c], within(1e-6f));
            }
        }
    }

    @Test
    void sixInTenCropsComeFromBigPictures() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        ImageIO.write(
                filled(1200, 1000, 0xFFFFFF), "png", images.resolve("big.png").toFile());
        for (int i = 0; i < 3; i++) {
            ImageIO.write(
                    filled(64, 64, 0),
                    "png",
                    images.resolve("small-" + i + ".png").toFile());
        }
        var remarks = new ArrayList<String>();
        List<TrainingImage> all =
                ImageIndex.of(List.of(images), SIDE, remarks::add).training();
        try (ImageCrops crops = new ImageCrops(all, new StepDraws(3), Long.MAX_VALUE, workers, remarks::add);
                var scope = new TensorScope()) {
            crops.prepare(0);
            double light = crops.batch(0, 0, 2000, 1).select(1, 0).mean().item_double();
            assertThat((light + 1) / 2).isCloseTo(0.6, within(0.05)); // 4.5 standard deviations of 2000 coins
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryTakesTurnsByEpochs() throws IOException {
        TinyTraining.images(folder, 9);
        try (ImageCrops crops = crops(1, 3 * 3 * 48 * 32);
                var scope = new TensorScope()) {
            crops.prepare(0);
            float[] first = Tensors.toFloats(crops.batch(0, 0, 8, SIDE));
            crops.prepare(ImageCrops.EPOCH);
            crops.prepare(0);
            assertThat(Tensors.toFloats(crops.batch(0, 0, 8, SIDE))).isEqualTo(first);
        }
    }

    @Test
    void damagedAndTinyPicturesAreLeftOutWithARemark() throws IOException {
        TinyTraining.images(folder, 3);
        Path images = folder.resolve("images");
        Files.writeString(images.resolve("text.jpg"), "no picture");
        ImageIO.write(filled(8, 8, 0), "bmp", images.resolve("tiny.bmp").toFile());
        Path cut = images.resolve("picture-1.png");
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(bytes, 60)); // the header is whole
        var remarks = new ArrayList<String>();
        ImageIndex index = ImageIndex.of(List.of(images), SIDE, remarks::add);
        try (ImageCrops crops =
                new ImageCrops(index.training(), new StepDraws(1), Long.MAX_VALUE, workers, remarks::add)) {
            crops.prepare(0);
        }
        assertThat(remarks).hasSize(2);
        assertThat(remarks.get(0)).contains("2 images left out");
        assertThat(remarks.get(1)).contains("picture-1.png");
    }

    @Test
    void somePicturesAreKeptAsideAndNeverTrainedOn() throws IOException {
        TinyTraining.images(folder, 5);
        ImageIndex index = ImageIndex.of(List.of(folder.resolve("images")), SIDE, remark -> {});
        assertThat(index.validation()).hasSize(1);
        assertThat(index.training()).hasSize(4).doesNotContainAnyElementsOf(index.validation());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 0.5, 0.35, 0.25})
    void reducingKeepsTheMeanColour(double scale) {
        int width = 120;
        int height = 80;
        byte[] rgb = new byte[3 * width * height];
        new Random(4).nextBytes(rgb);
        PixelImage image = new PixelImage(width, height, rgb);
        PixelImage small = image.reduced((int) (width * scale), (int) (height * scale));
        assertThat(mean(small)).isCloseTo(mean(image), within(0.5)); // rounding to 8 bits
    }

    @Test
    void halvingTakesTheMeanOfFour() {
        byte[] rgb = new byte[3 * 4];
        for (int i = 0; i < 4; i++) {
            rgb[3 * i] = (byte) (100 + 20 * i);
        }
        assertThat(new PixelImage(2, 2, rgb).reduced(1, 1).rgb()).containsExactly(130, 0, 0);
    }

    @Test
    void grayPicturesKeepTheirValues() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        var gray = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(3, 2, 0, 77);
        Path file = images.resolve("gray.png");
        ImageIO.write(gray, "png", file.toFile());
        PixelImage read = Objects.requireNonNull(PixelImage.read(file));
        assertThat(read.rgb()[3 * (2 * 20 + 3) + 1]).isEqualTo((byte) 77);
    }

    private ImageCrops crops(long seed, long budget) {
        ImageIndex index = ImageIndex.of(List.of(folder.resolve("images")), SIDE, remark -> {});
        return new ImageCrops(index.training(), new StepDraws(seed), budget, workers, remark -> {});
    }

    private static BufferedImage filled(int width, int height, int colour) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour);
            }
        }
        return image;
    }

    private static double mean(PixelImage image) {
        long sum = 0;
        for (byte value : image.rgb()) {
            sum += value & 0xFF;
        }
        return (double) sum / image.rgb().length;
    }
}
